import { isNotNull } from 'drizzle-orm'
import { agents } from '@/drizzle/schema/agents'
import type { UserActor } from '@/server/core/actor'
import type { AgentId } from '@/server/core/ids'
import { onboardAgent, reconcileAgent } from '@/server/domain/agents'
import { startTrial } from '@/server/domain/billing'
import { readyMachine } from './snapshots'
import type { World } from './world'

export interface StartedAgent {
  actor: UserActor
  agentId: AgentId
}

/** A person whose trial has just started. */
export async function startAgent(world: World, skills: string[] = []): Promise<StartedAgent> {
  const actor = await world.person()
  const input = { plan: 'pro' as const, skills, idempotencyKey: crypto.randomUUID() }
  const { agentId } = await startTrial(world.signedIn(actor), input)
  return { actor, agentId }
}

/** Whoever still waits from an earlier test waits no more, so that the next machine is not theirs. */
export async function clearQueue(world: World): Promise<void> {
  await world.db
    .update(agents)
    .set({ desired: 'asleep', queuedAt: null })
    .where(isNotNull(agents.queuedAt))
}

/** An agent whose owner has answered, on a machine that runs. */
export async function runningAgent(world: World): Promise<StartedAgent> {
  await clearQueue(world)
  world.host.change((snapshot) => snapshot.machines.push(readyMachine()))
  await world.hear()
  const started = await startAgent(world)
  const { agentId, actor } = started
  const answers = { name: 'Pip', character: 'Dry.', aboutMe: 'Boats.', firstTask: '' }
  await onboardAgent(world.signedIn(actor), { agentId, ...answers })
  await reconcileAgent(world.system(), { agentId })
  return started
}
