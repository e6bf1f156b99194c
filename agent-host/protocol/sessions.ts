import { z } from 'zod'
import { SessionId } from './ids'

/** More are told in several calls. */
export const mostSessionsPerCall = 1_000

/**
 * Sessions that have ended: their open sockets are closed with `signedOut`, and a ticket that was minted
 * just before is refused. Repeatable; a session that the host never heard of is no error.
 */
export const EndSessionsRequest = z.object({
  sessionIds: z.array(SessionId).max(mostSessionsPerCall),
})
export const EndSessionsAnswer = z.object({
  /** Sockets that this call closed. */
  closed: z.number().int().nonnegative(),
})
