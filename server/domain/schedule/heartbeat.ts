import { z } from 'zod'
import type { UserActor } from '@/server/core/actor'
import { askAgent } from '@/server/domain/agent-facts'
import type { AgentInput } from '@/server/domain/agents/input'
import { changeSetting } from '@/server/domain/configuration'
import type { Ctx } from '@/server/domain/ctx'
import type { HeartbeatInput } from './input'
import { neverAsked } from './never-asked'

const Every = z.object({
  agents: z.object({ defaults: z.object({ heartbeat: z.object({ every: z.string() }) }) }),
})

export interface HeartbeatView {
  /** 0: off. */
  everyMinutes: number
  readAt: Date
  isLive: boolean
}

export async function getHeartbeat(
  ctx: Ctx & { actor: UserActor },
  input: AgentInput,
): Promise<HeartbeatView> {
  const told = await askAgent(ctx, input.agentId, { method: 'config.get', params: {} })
  if (told === null) throw neverAsked()
  const set = Every.safeParse(told.answer.parsed)
  return {
    everyMinutes: set.success ? minutesOf(set.data.agents.defaults.heartbeat.every) : 30,
    readAt: told.readAt,
    isLive: told.isLive,
  }
}

export async function setHeartbeat(
  ctx: Ctx & { actor: UserActor },
  input: HeartbeatInput,
): Promise<HeartbeatView> {
  const { agentId, everyMinutes } = input
  await changeSetting(ctx, agentId, {
    path: ['agents', 'defaults', 'heartbeat', 'every'],
    value: `${everyMinutes}m`,
    note: everyMinutes === 0 ? 'Heartbeat off' : `Heartbeat every ${everyMinutes} minutes`,
  })
  return getHeartbeat(ctx, { agentId })
}

const unitMinutes: Readonly<Record<string, number>> = {
  ms: 1 / 60_000,
  s: 1 / 60,
  m: 1,
  h: 60,
  d: 1_440,
}

/** "30m", "1h", "1h30m" as the gateway writes them. What cannot be read counts as its default. */
function minutesOf(every: string): number {
  const parts = [...every.matchAll(/(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)/g)]
  if (parts.length === 0) return 30
  return parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitMinutes[unit ?? ''] ?? 0),
    0,
  )
}
