import { z } from 'zod'
import { AccountId, AgentId } from './ids'

const count = z.number().int().nonnegative()

/**
 * What one agent has used of one model on one UTC day of this host. All numbers are totals of that day, so
 * that a row told twice counts once and a lost one is made good by the next.
 */
export const UsageRow = z.object({
  accountId: AccountId,
  agentId: AgentId,
  model: z.string(),
  /** `YYYY-MM-DD`, UTC. */
  day: z.iso.date(),
  /** Calls that reached the model. */
  calls: count,
  /** Calls that the limit refused before they were sent. */
  refused: count,
  inputTokens: count,
  /** Part of `inputTokens` that the provider read from its cache. */
  cachedTokens: count,
  outputTokens: count,
  /** The host's `usageSeq` when the row last changed. */
  seq: count,
})
export type UsageRow = z.infer<typeof UsageRow>

export const UsageRequest = z.object({ afterSeq: count })
export const UsageAnswer = z.object({ rows: z.array(UsageRow), seq: count })
export type UsageAnswer = z.infer<typeof UsageAnswer>

/** The tokens, in and out together, that an account may use in one UTC month; null is no limit. */
export const LimitRequest = z.object({
  accountId: AccountId,
  monthlyTokens: z.number().int().nonnegative().nullable(),
})
export type LimitRequest = z.infer<typeof LimitRequest>
export const LimitAnswer = z.object({ set: z.literal(true) })
