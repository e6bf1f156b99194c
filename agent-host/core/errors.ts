/** What went wrong in words the control API carries. Every code says whether asking again can help. */
const retryOf = {
  invalid: 'never',
  unauthenticated: 'never',
  forbidden: 'never',
  not_found: 'never',
  conflict: 'never',
  pool_empty: 'later',
  draining: 'later',
  machine_gone: 'never',
  image_missing: 'never',
  driver_failed: 'later',
  unavailable: 'later',
} as const

export type HostErrorCode = keyof typeof retryOf
export type Retry = 'now' | 'later' | 'never'

/** An expected refusal. `public` may be shown to the person who asked; `cause` and `facts` only to logs. */
export class HostError extends Error {
  readonly code: HostErrorCode
  readonly public: string
  readonly facts: Readonly<Record<string, string | number>>

  constructor(
    code: HostErrorCode,
    about: { public: string; cause?: unknown; facts?: Record<string, string | number> },
  ) {
    super(about.public, { cause: about.cause })
    this.name = 'HostError'
    this.code = code
    this.public = about.public
    this.facts = about.facts ?? {}
  }

  get retry(): Retry {
    return retryOf[this.code]
  }
}

/** One line of an unknown error for a log or an operator's screen, causes joined. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = error.message || error.name
  return error.cause === undefined ? own : `${own}: ${describeError(error.cause)}`
}
