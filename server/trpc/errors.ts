import { TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import { AppError, bugSentence, type ErrorCode, type ErrorFacts } from '@/server/core/errors'

const trpcCodes = {
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  invalid: 'BAD_REQUEST',
  conflict: 'CONFLICT',
  precondition: 'PRECONDITION_FAILED',
  limit_reached: 'PAYMENT_REQUIRED',
  rate_limited: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<ErrorCode, TRPCError['code']>

export interface PublicError {
  code: ErrorCode | 'bug'
  facts: ErrorFacts | null
  message: string
}

/** What may be told of an error. Only our own refusals carry words; the rest is one fixed sentence. */
export function publicErrorOf(error: unknown): PublicError {
  if (error instanceof AppError) {
    const facts = Object.keys(error.facts).length > 0 ? error.facts : null
    return { code: error.code, facts, message: error.message }
  }
  if (error instanceof ZodError) {
    // The library's words are for programmers; forms check the same schema and say it better.
    const [issue] = error.issues
    if (issue?.code === 'unrecognized_keys') {
      const field = [...issue.path, issue.keys[0] ?? ''].map(String).join('.')
      return { code: 'invalid', facts: { field }, message: `There is no field “${field}” here.` }
    }
    const field = issue?.path.map(String).join('.') ?? ''
    if (field === '') return { code: 'invalid', facts: null, message: 'The input is not valid.' }
    return { code: 'invalid', facts: { field }, message: `Please check the field “${field}”.` }
  }
  return { code: 'bug', facts: null, message: bugSentence }
}

type MiddlewareResult = { ok: true } | { ok: false; error: TRPCError }

/** The one place where our codes become tRPC's numbers. */
export async function translateErrors<Result extends MiddlewareResult>(
  next: () => Promise<Result>,
): Promise<Result> {
  const result = await next()
  if (result.ok || !(result.error.cause instanceof AppError)) return result
  const refusal = result.error.cause
  throw new TRPCError({ code: trpcCodes[refusal.code], message: refusal.message, cause: refusal })
}

/** tRPC's own refusals that a person can cause: a wrong body or an address that does not exist. */
function isCallersFault(error: TRPCError): boolean {
  return error.code === 'PARSE_ERROR' || error.code === 'NOT_FOUND' || error.code === 'BAD_REQUEST'
}

export function shapeError({
  error,
  shape,
}: {
  error: TRPCError
  shape: { code: number; message: string; data: { httpStatus: number; path?: string } }
}) {
  const known = publicErrorOf(error.cause ?? error)
  const told: PublicError =
    known.code === 'bug' && isCallersFault(error)
      ? { code: 'invalid', facts: null, message: 'The request is not valid.' }
      : known
  return {
    code: shape.code,
    message: told.message,
    // No stack and no path of ours, in development either: what a browser sees is the same everywhere.
    data: { code: told.code, facts: told.facts, httpStatus: shape.data.httpStatus },
  }
}
