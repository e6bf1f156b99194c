import type { UserActor } from '@/server/core/actor'
import type { Ctx } from '@/server/domain/ctx'
import type { AgentView } from './agent-view'
import type { AgentInput } from './input'
import { findFirstAgent, loadMyAgent } from './load-agent'
import { viewAgent } from './view-agent'

export async function getAgent(
  ctx: Ctx & { actor: UserActor },
  input: AgentInput,
): Promise<AgentView> {
  return viewAgent(ctx, await loadMyAgent(ctx, ctx.db, input.agentId))
}

/** The account's agent, or null before its trial. */
export async function findMyAgent(ctx: Ctx & { actor: UserActor }): Promise<AgentView | null> {
  const facts = await findFirstAgent(ctx)
  return facts === undefined ? null : viewAgent(ctx, facts)
}
