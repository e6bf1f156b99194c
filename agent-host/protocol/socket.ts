import { z } from 'zod'
import { AgentState } from './control'
import { AgentId } from './ids'

/**
 * What travels between a browser and agent-host. Requests, responses and the gateway's own events keep
 * the gateway's wire form; the host adds the two `rockpool.*` events below and answers refusals itself.
 */

/** The one public path for agent sockets, on every host and behind every front. */
export const agentSocketPath = '/agent-socket'

/** First frame on every socket. A browser may send requests at once; they wait until the agent is ready. */
export const HelloEvent = z.object({
  type: z.literal('event'),
  event: z.literal('rockpool.hello'),
  payload: z.object({
    agentId: AgentId,
    sessionKey: z.string(),
    state: AgentState,
    /** Estimate for `starting` and `preparing`; null when ready or unknown. */
    readyInMs: z.number().int().nullable(),
    model: z.object({ kind: z.enum(['demo', 'provider']), name: z.string() }),
    maxFrameBytes: z.number().int(),
  }),
})
export type HelloEvent = z.infer<typeof HelloEvent>

/** Sent whenever the agent's state changes. `starting` after `ready` means that the gateway died and comes back. */
export const StateEvent = z.object({
  type: z.literal('event'),
  event: z.literal('rockpool.state'),
  payload: z.object({
    state: AgentState,
    readyInMs: z.number().int().nullable(),
    /** A sentence for the person at the screen; null when ready. */
    reason: z.string().nullable(),
  }),
})
export type StateEvent = z.infer<typeof StateEvent>

/** A request as browsers send it. `method` must stand in the host's table for the ticket's role. */
export const BrowserRequest = z.object({
  type: z.literal('req'),
  id: z.string().min(1).max(64),
  method: z.string().min(1).max(80),
  params: z.record(z.string(), z.unknown()).optional(),
})
export type BrowserRequest = z.infer<typeof BrowserRequest>

/**
 * Asks the host itself for a picture that a person has sent: the gateway names it in its history and does
 * not hand it out over a socket. `name` is the last part of `media://inbound/<name>`; the answer's
 * `content` is base64. `NOT_FOUND` when there is none, or none that may be shown.
 */
export const pictureMethod = 'rockpool.picture'
export const PictureParams = z.object({
  // A plain name, of a kind that no browser runs anything in.
  name: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,199}\.(?:png|jpg|jpeg|gif|webp)$/),
})
export interface PictureAnswer {
  content: string
}

/** Close codes of our own. The browser decides by code alone whether to come back. */
export const closeCodes = {
  /** Going away in order; reconnect after a moment with a new ticket. */
  restarting: 1012,
  tooLarge: 1009,
  policy: 1008,
  overloaded: 1013,
  /** The agent may not be reached now, such as for a suspended account; do not reconnect. */
  revoked: 4001,
  /** A newer lease holds this agent; ask for a new ticket. */
  superseded: 4002,
  /** The session behind the ticket has ended; do not reconnect, sign in. */
  signedOut: 4003,
} as const

/** 20 MiB: the gateway takes 25 MiB frames, and base64 of its 14 MiB attachment limit fits. */
export const maxFrameBytes = 20 * 1024 * 1024
