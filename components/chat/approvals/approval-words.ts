import type { Approval } from './approval'

/** Where a command would run, in a person's words where the place has one. */
export function folderWords(folder: string): string {
  const inside = /\/workspace(?:\/(.+))?$/.exec(folder)
  if (inside === null) return folder
  return inside[1] === undefined ? 'its workspace' : `${inside[1]}, in its workspace`
}

/** How long the agent waits for an answer, and what happens then. */
export function leftWords(leftMs: number): string {
  if (leftMs <= 0) return 'Its time is over: it is denied at any moment.'
  const minutes = Math.ceil(leftMs / 60_000)
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`
  return `It waits ${wait} for you; without an answer it is denied.`
}

export function outcomeWords({ state, problem }: Pick<Approval, 'state' | 'problem'>): string {
  switch (state) {
    case 'open':
    case 'answering':
      return 'It waits for your answer.'
    case 'allowed':
      return 'You allowed this once.'
    case 'denied':
      return 'You denied this. It was not run.'
    case 'elsewhere-allowed':
      return 'This was allowed once, in another place.'
    case 'elsewhere-denied':
      return 'This was denied in another place. It was not run.'
    case 'expired':
      return 'Nobody answered in time. It was not run.'
    case 'gone':
      return problem ?? 'This was answered elsewhere, or it is not needed any more.'
    default:
      return state satisfies never
  }
}
