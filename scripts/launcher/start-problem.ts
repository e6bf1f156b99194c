/** Something the person at the terminal can act on: what is wrong, and what to do about it. */
export class StartProblem extends Error {
  readonly remedy: string

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StartProblem'
    this.remedy = remedy
  }
}

/** The code of a failed system call (`ENOENT`), or undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** Any thrown value as one line for a log. */
export const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
