import { and, eq, ne } from 'drizzle-orm'
import { agents } from '@/drizzle/schema/agents'
import { AppError, notFound } from '@/server/core/errors'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import { requireOperator } from '@/server/domain/require-operator'
import type { AgentInterventionInput } from './input'

/**
 * Says that somebody has looked: the agent may be started again. It goes on with the machine that it
 * has; if that is still missing, the agent fails closed once more.
 */
export async function clearProblem(
  ctx: Ctx,
  { agentId }: AgentInterventionInput,
): Promise<Record<string, never>> {
  requireOperator(ctx)
  await ctx.db.transaction(async (tx) => {
    const [agent] = await tx
      .select()
      .from(agents)
      .where(and(eq(agents.id, agentId), ne(agents.desired, 'deleted')))
      .for('update')
    if (agent === undefined) throw notFound('agent')
    if (agent.problem === null) {
      throw new AppError('conflict', { public: 'This agent has no problem to clear.' })
    }
    await tx.update(agents).set({ problem: null }).where(eq(agents.id, agentId))
    await ctx.jobs.enqueue(tx, 'agents.reconcile', { agentId })
    await recordAudit(ctx, tx, {
      action: 'agent.problem_cleared',
      agentId,
      accountId: agent.accountId,
      facts: { problem: agent.problem },
    })
  })
  return {}
}
