import { z } from 'zod'

/**
 * The browser's side of agent-host/protocol/socket.ts. That folder also holds the host's sealing and
 * signing, which must not reach a browser; protocol.test.ts keeps both sides equal.
 */
export const socketProtocol = 'rockpool.v1'
export const ticketProtocolPrefix = 'ticket.'

export const pictureMethod = 'rockpool.picture'

export const closeCodes = {
  overloaded: 1013,
  revoked: 4001,
  superseded: 4002,
  signedOut: 4003,
} as const

const AgentState = z.enum(['starting', 'preparing', 'ready', 'failed'])
export type AgentState = z.infer<typeof AgentState>

export const Hello = z.object({
  sessionKey: z.string(),
  state: AgentState,
  readyInMs: z.number().nullable(),
  model: z.object({ kind: z.enum(['demo', 'provider']), name: z.string() }),
})
export type Hello = z.infer<typeof Hello>

export const StateChange = z.object({
  state: AgentState,
  readyInMs: z.number().nullable(),
  reason: z.string().nullable(),
})
export type StateChange = z.infer<typeof StateChange>

export const Frame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('res'),
    id: z.string(),
    ok: z.boolean(),
    payload: z.unknown().optional(),
    error: z
      .object({ code: z.string(), message: z.string(), retryable: z.boolean().optional() })
      .optional(),
  }),
  z.object({ type: z.literal('event'), event: z.string(), payload: z.unknown().optional() }),
])
export type ResponseFrame = Extract<z.infer<typeof Frame>, { type: 'res' }>
export type EventFrame = Extract<z.infer<typeof Frame>, { type: 'event' }>
