import type { UserActor } from '@/server/core/actor'
import { notFound } from '@/server/core/errors'
import type { AgentId } from '@/server/core/ids'
import { type AgentFacts, loadMyAgent } from '@/server/domain/agents'
import type { Ctx } from '@/server/domain/ctx'

/** The configuration is its owner's; to a member of the account it does not exist. */
export async function loadMine(
  ctx: Ctx & { actor: UserActor },
  agentId: AgentId,
): Promise<AgentFacts> {
  if (ctx.actor.role !== 'owner') throw notFound('configuration')
  return loadMyAgent(ctx, ctx.db, agentId)
}
