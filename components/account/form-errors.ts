import type { z } from 'zod'

export type FormErrors = Partial<Record<string, string>>

/** One sentence per field, in the words of the form; zod's own words are for programmers. */
export function errorsOf(error: z.ZodError, sentences: Record<string, string>): FormErrors {
  const errors: FormErrors = {}
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? '')
    errors[field] ??= sentences[field] ?? issue.message
  }
  return errors
}

/** Reads a text field of a submitted form; a file or a missing field reads as empty. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
