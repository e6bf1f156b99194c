/**
 * Goes on behind the door. A whole new page on purpose: who is signed in, and the language of the frame,
 * differ from here on. `next` is already checked to be a path of this site.
 */
export function enterConsole(next: string): void {
  window.location.assign(next)
}
