import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { AccountId, AgentId, HostId, MachineId, SessionId, UserId } from './ids'

/**
 * A ticket is the permit for one socket: minted by the server for a signed-in person, carried in the
 * WebSocket subprotocol list (never in a URL, which ends up in logs), checked by the host before 101.
 */
export const Ticket = z.object({
  /** Random; the host remembers it until `expiresAtMs`, so that it works once. */
  ticketId: z.string().length(22),
  hostId: HostId,
  accountId: AccountId,
  userId: UserId,
  role: z.enum(['owner', 'member']),
  /** The sign-in behind it. The host closes the socket when the server ends that session. */
  sessionId: SessionId,
  /** The session's own end: what bounds a socket when nobody can reach the host to end it earlier. */
  sessionEndsAtMs: z.number().int(),
  agentId: AgentId,
  machineId: MachineId,
  generation: z.number().int().positive(),
  /** The first message waits until the machine carries at least this persona. */
  personaVersion: z.number().int().positive(),
  /** The exact value the browser must send as Origin. */
  origin: z.string().max(300),
  expiresAtMs: z.number().int(),
})
export type Ticket = z.infer<typeof Ticket>

/** 60 s: long enough for a slow phone to open a socket, short enough that a copied one is stale. */
export const ticketLifeMs = 60_000

/** The subprotocol that the host selects; the ticket travels beside it as `ticket.<token>`. */
export const socketProtocol = 'rockpool.v1'
export const ticketProtocolPrefix = 'ticket.'

const mac = (body: string, hostKey: string): Buffer =>
  createHmac('sha256', hostKey).update(`rockpool ticket v1.${body}`).digest()

/** `base64url(json).base64url(hmac)`, signed with the key that only the server and this one host share. */
export function signTicket(ticket: Ticket, hostKey: string): string {
  const body = Buffer.from(JSON.stringify(ticket)).toString('base64url')
  return `${body}.${mac(body, hostKey).toString('base64url')}`
}

/** The ticket inside `token`, or undefined when it was not signed with `hostKey`. Expiry is the caller's to check. */
export function openTicket(token: string, hostKey: string): Ticket | undefined {
  const [body, signature, ...rest] = token.split('.')
  if (body === undefined || signature === undefined || rest.length > 0) return undefined
  const given = Buffer.from(signature, 'base64url')
  const wanted = mac(body, hostKey)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined
  const parsed = Ticket.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))
  return parsed.success ? parsed.data : undefined
}
