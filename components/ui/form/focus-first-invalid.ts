/** Call after the errors are in the document (`flushSync`): takes the person to the first thing to mend. */
export function focusFirstInvalid(form: HTMLElement): void {
  form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}
