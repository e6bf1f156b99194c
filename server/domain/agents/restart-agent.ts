import type { UserActor } from '@/server/core/actor'
import { AppError } from '@/server/core/errors'
import type { Ctx } from '@/server/domain/ctx'
import { recordEvent } from '@/server/domain/lifecycle'
import type { AgentView } from './agent-view'
import type { AgentInput } from './input'
import { loadMyAgent } from './load-agent'
import { phaseOf } from './phase'
import { viewAgent } from './view-agent'

/** Stops the agent's gateway and starts it again on the same storage. The watch tells how it goes. */
export async function restartAgent(
  ctx: Ctx & { actor: UserActor },
  input: AgentInput,
): Promise<AgentView> {
  const facts = await loadMyAgent(ctx, ctx.db, input.agentId)
  const { agent, lease } = facts
  const phase = phaseOf(facts)
  if (lease === null || phase === 'asleep' || !facts.isEntitled) {
    throw new AppError('precondition', {
      public: 'Your agent does not run just now, so there is nothing to restart.',
      facts: { phase },
    })
  }
  const { machineId, generation } = lease
  await ctx.hosts.of(lease.hostId).restart({ machineId, generation })
  await ctx.db.transaction((tx) =>
    recordEvent(ctx, tx, {
      kind: 'restarted',
      agentId: agent.id,
      accountId: agent.accountId,
      facts: { machineId },
    }),
  )
  return viewAgent(ctx, facts)
}
