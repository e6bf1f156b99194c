import { z } from 'zod'
import type { Ticket } from '../protocol/ticket'

/** Sessions of the one agent in this machine; any other key could reach what is not a conversation. */
const sessionKey = z.string().regex(/^agent:main:[a-z0-9][a-z0-9:._-]{0,180}$/)

const title = z.string().trim().min(1).max(120)

/** Both may answer an approval: it guards against the agent's mistakes, and who gives it work can judge them. */
const people = ['owner', 'member'] as const

/** Conversations only. Runs of schedules and of other agents have their own places. */
const sessionRoster = z
  .object({ limit: z.number().int().min(1).max(200).default(100) })
  .transform(({ limit }) => ({
    limit,
    sortBy: 'activity',
    includeDerivedTitles: true,
    excludeCron: true,
    excludeSubagents: true,
    excludeSystem: true,
  }))

/**
 * What a browser may call, by role, and with which parameters. Everything else is refused here and never
 * reaches a gateway; unknown parameters are dropped, because some of the gateway's own would reroute a call.
 */
const table = {
  'chat.send': {
    roles: people,
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
    roles: people,
    params: z.object({ sessionKey, runId: z.string().max(100).optional() }),
  },
  'chat.history': {
    roles: people,
    params: z.object({
      sessionKey,
      limit: z.number().int().min(1).max(1_000).optional(),
      // The gateway's own default cuts every text after 8,000 characters.
      maxChars: z.number().int().min(1).max(500_000).optional(),
    }),
  },
  'sessions.list': { roles: people, params: sessionRoster },
  'sessions.subscribe': { roles: people, params: sessionRoster },
  'sessions.patch': {
    roles: people,
    // `label` is the person's own name for it, `autoLabel` the page's until there is one.
    params: z
      .object({ key: sessionKey, label: title.optional(), autoLabel: title.optional() })
      .refine(({ label, autoLabel }) => label !== undefined || autoLabel !== undefined),
  },
  'sessions.delete': {
    roles: people,
    // Without its transcript the agent could still find in its own search what a person had deleted. It
    // costs the next turn two to three seconds; nobody deletes that often.
    params: z.object({ key: sessionKey }).transform(({ key }) => ({ key, deleteTranscript: true })),
  },
  'exec.approval.list': { roles: people, params: z.object({}) },
  'exec.approval.resolve': {
    roles: people,
    // `allow-always` would widen the policy for ever from inside a chat.
    params: z.object({ id: z.string().min(1).max(120), decision: z.enum(['allow-once', 'deny']) }),
  },
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
  'exec.approval.requested',
  'exec.approval.resolved',
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
