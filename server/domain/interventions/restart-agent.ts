import { and, eq, isNull, ne } from 'drizzle-orm'
import { agents } from '@/drizzle/schema/agents'
import { subscriptions } from '@/drizzle/schema/billing'
import { leases } from '@/drizzle/schema/leases'
import { AppError, notFound } from '@/server/core/errors'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import { isEntitled } from '@/server/domain/entitlement'
import { requireOperator } from '@/server/domain/require-operator'
import type { AgentInterventionInput } from './input'

/** Ends the agent's gateway and starts it again on the same storage. Whose right has ended stays at rest. */
export async function restartAgent(
  ctx: Ctx,
  { agentId }: AgentInterventionInput,
): Promise<Record<string, never>> {
  requireOperator(ctx)
  await ctx.db.transaction(async (tx) => {
    const [found] = await tx
      .select({
        accountId: agents.accountId,
        isEntitled: isEntitled(ctx.clock.now()).mapWith(Boolean),
        hostId: leases.hostId,
        machineId: leases.machineId,
        generation: leases.generation,
      })
      .from(agents)
      .leftJoin(subscriptions, eq(subscriptions.accountId, agents.accountId))
      .leftJoin(leases, and(eq(leases.agentId, agents.id), isNull(leases.closedAt)))
      .where(and(eq(agents.id, agentId), ne(agents.desired, 'deleted')))
    if (found === undefined) throw notFound('agent')
    const { accountId, hostId, machineId, generation } = found
    if (hostId === null || machineId === null || generation === null) {
      throw new AppError('conflict', { public: 'This agent has no machine to restart yet.' })
    }
    if (!found.isEntitled) {
      throw new AppError('precondition', {
        public: 'This account may not run agents now, so there is nothing to restart.',
      })
    }
    await ctx.jobs.enqueue(tx, 'machines.restart', { hostId, machineId, generation })
    await recordAudit(ctx, tx, {
      action: 'agent.restarted',
      agentId,
      accountId,
      hostId,
      facts: { machineId },
    })
  })
  return {}
}
