import { z } from 'zod'
import type { Ticket } from '../protocol/ticket'

const sessionKey = z.string().min(1).max(200)

/**
 * What a browser may call, by role, and with which parameters. Everything else is refused here and never
 * reaches a gateway; unknown parameters are dropped, because some of the gateway's own would reroute a call.
 */
const table = {
  'chat.send': {
    roles: ['owner', 'member'],
    params: z.object({
      sessionKey,
      message: z.string().max(200_000),
      idempotencyKey: z.string().min(8).max(100),
      attachments: z
        .array(
          z.object({
            type: z.string().max(40),
            mimeType: z.string().max(120),
            fileName: z.string().max(255),
            content: z.string(),
          }),
        )
        .max(10)
        .optional(),
    }),
  },
  'chat.abort': {
    roles: ['owner', 'member'],
    params: z.object({ sessionKey, runId: z.string().max(100).optional() }),
  },
  'chat.history': {
    roles: ['owner', 'member'],
    params: z.object({ sessionKey, limit: z.number().int().min(1).max(500).optional() }),
  },
  'sessions.list': { roles: ['owner', 'member'], params: z.object({}) },
} as const satisfies Record<string, { roles: readonly Ticket['role'][]; params: z.ZodType }>

export type MethodVerdict =
  | { ok: true; params: unknown }
  | { ok: false; code: 'FORBIDDEN' | 'INVALID_REQUEST'; message: string }

/** The parameters that may go on to the gateway, or why the call may not. */
export function permit(method: string, params: unknown, role: Ticket['role']): MethodVerdict {
  const entry = Object.hasOwn(table, method) ? table[method as keyof typeof table] : undefined
  if (entry === undefined || !entry.roles.some((each) => each === role)) {
    return {
      ok: false,
      code: 'FORBIDDEN',
      message: `${method.slice(0, 80)} is not available here.`,
    }
  }
  const parsed = entry.params.safeParse(params ?? {})
  return parsed.success
    ? { ok: true, params: parsed.data }
    : { ok: false, code: 'INVALID_REQUEST', message: z.prettifyError(parsed.error).slice(0, 300) }
}

/** Events a browser hears. Presence, health and configuration events tell paths and are nobody's business. */
const audible = [
  'chat',
  'agent',
  'session.message',
  'sessions.changed',
  'chat.metadata.changed',
  // Every 30 s: tells an idle page that the way to its agent is open.
  'tick',
]
const audiblePrefixes = audible.map((name) => `{"type":"event","event":"${name}"`)
const answerPrefix = '{"type":"res"'

/** Looks at the first bytes only: the gateway writes its frames in this order, and what it does not is dropped. */
export function mayReachBrowser(frame: Buffer): boolean {
  const start = frame.toString('latin1', 0, 64)
  return (
    start.startsWith(answerPrefix) || audiblePrefixes.some((prefix) => start.startsWith(prefix))
  )
}
