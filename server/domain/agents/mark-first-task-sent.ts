import { and, eq, isNull } from 'drizzle-orm'
import { agents } from '@/drizzle/schema/agents'
import type { UserActor } from '@/server/core/actor'
import type { Ctx } from '@/server/domain/ctx'
import type { AgentInput } from './input'
import { loadMyAgent } from './load-agent'

/** Repeatable: the first report counts. */
export async function markFirstTaskSent(
  ctx: Ctx & { actor: UserActor },
  input: AgentInput,
): Promise<Record<string, never>> {
  const { agent } = await loadMyAgent(ctx, ctx.db, input.agentId)
  await ctx.db
    .update(agents)
    .set({ firstTaskSentAt: ctx.clock.now() })
    .where(and(eq(agents.id, agent.id), isNull(agents.firstTaskSentAt)))
  return {}
}
