import { z } from 'zod'
import { type ThreadId, threadOf } from '../conversation/thread-id'

/** A command that waits for a person, or waited. */
export interface Approval {
  id: string
  /** Null when the gateway does not say for which conversation it asks. */
  threadId: ThreadId | null
  command: string
  folder: string | null
  askedAtMs: number
  expiresAtMs: number
  state: ApprovalState
  /** Why the last answer did not arrive, as a sentence. */
  problem: string | null
}

/**
 * open: waits for an answer. answering: ours is on its way. allowed, denied: ours arrived.
 * elsewhere-…: somebody answered in another place. gone: answered or given up while we were away.
 */
export type ApprovalState =
  | 'open'
  | 'answering'
  | 'allowed'
  | 'denied'
  | 'elsewhere-allowed'
  | 'elsewhere-denied'
  | 'expired'
  | 'gone'

export type Decision = 'allow-once' | 'deny'

const Asked = z.object({
  id: z.string(),
  request: z.object({
    command: z.string(),
    cwd: z.string().nullish(),
    sessionKey: z.string().nullish(),
  }),
  createdAtMs: z.number(),
  expiresAtMs: z.number(),
})

export const Resolved = z.object({ id: z.string(), decision: z.string().nullish() })

/** Null for what is not a question we can show. */
export function readApproval(payload: unknown): Approval | null {
  const parsed = Asked.safeParse(payload)
  if (!parsed.success) return null
  const { id, request, createdAtMs, expiresAtMs } = parsed.data
  return {
    id,
    threadId: typeof request.sessionKey === 'string' ? threadOf(request.sessionKey) : null,
    command: request.command,
    folder: request.cwd ?? null,
    askedAtMs: createdAtMs,
    expiresAtMs,
    state: 'open',
    problem: null,
  }
}

export const readApprovals = (payload: unknown): Approval[] =>
  z
    .array(z.unknown())
    .parse(payload)
    .flatMap((one) => readApproval(one) ?? [])

export const isOpen = ({ state }: Approval): boolean => state === 'open' || state === 'answering'
