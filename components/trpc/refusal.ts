import { z } from 'zod'

const Refused = z.object({
  message: z.string(),
  data: z.object({
    code: z.string(),
    facts: z.record(z.string(), z.unknown()).nullish(),
  }),
})

export type Refusal = {
  /** A code of ours, or `unreachable` when no answer came at all. */
  code: string
  /** A sentence to show. */
  sentence: string
  /** The form field it is about. */
  field: string | undefined
  facts: Record<string, unknown>
}

/** What a failed call means for the person at the screen. */
export function readRefusal(error: unknown): Refusal {
  const parsed = Refused.safeParse(error)
  if (!parsed.success) {
    return {
      code: 'unreachable',
      sentence: 'The server did not answer. Check your connection and try again.',
      field: undefined,
      facts: {},
    }
  }
  const facts = parsed.data.data.facts ?? {}
  const field = facts['field']
  return {
    code: parsed.data.data.code,
    sentence: parsed.data.message,
    field: typeof field === 'string' ? field : undefined,
    facts,
  }
}

/** Expected refusals do not change by asking again; a lost connection or a busy server may. */
export function isWorthRetrying(error: unknown): boolean {
  const { code } = readRefusal(error)
  return code === 'unreachable' || code === 'unavailable'
}
