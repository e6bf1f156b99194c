/** Used once; left in the page it would only be there for the next person at the screen. */
export function clearPasswords(form: HTMLFormElement): void {
  for (const field of form.querySelectorAll<HTMLInputElement>('input[autocomplete$="-password"]')) {
    field.value = ''
  }
}
