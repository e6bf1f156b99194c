import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { GatewayConnection } from '../gateway/connection'
import { ChatEvent } from '../gateway/frames'
import type { SkillReport } from '../protocol/control'

const warmUpSession = 'agent:main:warmup'

/** Three turns: the first costs seconds, the second half of one, from the third on it is as fast as it gets. */
const warmUpTurns = 3

/** The first turn takes five seconds, and took more than sixty on a host that was six times overloaded. */
const turnWithinMs = 180_000

/** One chat turn through the socket. Rejects when the gateway reports an error or three minutes pass. */
export async function chatTurn(
  connection: GatewayConnection,
  sessionKey: string,
  message: string,
): Promise<void> {
  const runId = randomUUID()
  let stop = () => {}
  const finished = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`no answer within ${turnWithinMs} ms`)),
      turnWithinMs,
    )
    const unsubscribe = connection.onEvent((event) => {
      if (event.event !== 'chat') return
      const chat = ChatEvent.safeParse(event.payload)
      if (!chat.success || chat.data.runId !== runId) return
      if (chat.data.state === 'final') resolve()
      else if (chat.data.state === 'error' || chat.data.state === 'aborted') {
        reject(new Error(chat.data.errorMessage ?? `the turn ended as ${chat.data.state}`))
      }
    })
    void connection.closed.then(() => reject(new Error('the gateway closed the connection')))
    stop = () => {
      clearTimeout(timer)
      unsubscribe()
    }
  })
  try {
    await Promise.all([
      finished,
      connection.call('chat.send', { sessionKey, message, idempotencyKey: runId }, z.unknown()),
    ])
  } finally {
    stop()
  }
}

/**
 * Throw-away turns that prove the whole chat round trip through the socket path and load what the first
 * message of a customer would otherwise wait for. The session is deleted; nothing of it is a customer's.
 */
export async function warmUp(connection: GatewayConnection): Promise<void> {
  for (let turn = 1; turn <= warmUpTurns; turn += 1) {
    await chatTurn(connection, warmUpSession, `Warm-up ${turn}`)
  }
  // The transcript stays, it says nothing: deleting it too costs the next turn two seconds.
  await connection.call(
    'sessions.delete',
    { key: warmUpSession, deleteTranscript: false },
    z.unknown(),
  )
  await connection.call('chat.history', { sessionKey: 'main', limit: 1 }, z.unknown())
}

const SkillStatus = z.object({
  skills: z.array(
    z.object({
      name: z.string(),
      skillKey: z.string(),
      description: z.string().default(''),
      emoji: z.string().optional(),
      homepage: z.string().optional(),
      always: z.boolean().default(false),
      eligible: z.boolean(),
      missing: z
        .object({
          bins: z.array(z.string()).default([]),
          anyBins: z.array(z.string()).default([]),
          env: z.array(z.string()).default([]),
          config: z.array(z.string()).default([]),
        })
        .prefault({}),
    }),
  ),
})

/** What the gateway says of its skills, in the catalogue's shape. */
export async function readSkills(connection: GatewayConnection): Promise<SkillReport[]> {
  const { skills } = await connection.call('skills.status', {}, SkillStatus)
  return skills.map((skill) => ({
    key: skill.skillKey,
    name: skill.name,
    description: skill.description,
    emoji: skill.emoji ?? null,
    homepage: skill.homepage ?? null,
    eligible: skill.eligible,
    always: skill.always,
    missing: {
      bins: [...skill.missing.bins, ...skill.missing.anyBins],
      env: skill.missing.env,
      config: skill.missing.config,
    },
  }))
}
