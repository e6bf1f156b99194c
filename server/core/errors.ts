import { isMarked } from './marked'

/** Every refusal a person may meet. Anything else that is thrown is a bug and shows as a fixed sentence. */
export const errorStatus = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  invalid: 400,
  conflict: 409,
  precondition: 412,
  limit_reached: 402,
  rate_limited: 429,
  unavailable: 503,
} as const

export type ErrorCode = keyof typeof errorStatus

export interface ErrorFacts {
  /** The input that is to blame, as the form names it. */
  field?: string
  phase?: string
  limit?: number
  used?: number
  allowed?: number
}

const mark = Symbol.for('rockpool.app-error')

export class AppError extends Error {
  readonly [mark] = true
  readonly code: ErrorCode
  readonly facts: ErrorFacts

  /** `public` is a sentence for the person who asked: no names of ours, no secret, no stack. */
  constructor(code: ErrorCode, detail: { public: string; cause?: unknown; facts?: ErrorFacts }) {
    super(detail.public, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.name = 'AppError'
    this.code = code
    this.facts = detail.facts ?? {}
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isMarked(value, mark)
  }
}

export const bugSentence = 'Something went wrong on our side. Please try again in a moment.'

/** Also the answer for what belongs to another account: existence is not told. */
export const notFound = (what: string): AppError =>
  new AppError('not_found', { public: `This ${what} does not exist.` })
