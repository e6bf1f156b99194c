import { and, eq, isNull } from 'drizzle-orm'
import { agents } from '@/drizzle/schema/agents'
import { machines } from '@/drizzle/schema/hosts'
import { leases } from '@/drizzle/schema/leases'
import { after } from '@/server/core/clock'
import type { AgentId, MachineId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'
import type { Transaction } from '@/server/domain/database'
import { claimMachine, closeLease, joinQueue } from '@/server/domain/leases'
import { recordEvent } from '@/server/domain/lifecycle'

/** A sentence for the owner; the operator finds the machine in the agent's record. */
export const lostSentence =
  'The machine with this agent’s memory cannot be found. We do not start an empty one in its place: ' +
  'whoever runs this site has to look for it.'

// A host that has just started answers before it has taken up all of its machines again; it gives
// itself 60 s for that. Until then "no such machine" is a doubt, and the sweep asks again.
const doubtMs = 90_000

/**
 * The host has no such machine. One that was never personalised and for which no ticket was out holds
 * nothing of the customer's: another takes its place under the next generation. Any other may hold the
 * agent's memory, and an empty machine in its place would look as if nothing had happened, so the
 * agent fails closed.
 */
export async function replaceLostMachine(
  ctx: Ctx,
  agentId: AgentId,
  leaseId: string,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [agent] = await tx.select().from(agents).where(eq(agents.id, agentId)).for('update')
    const [lease] = await tx
      .select()
      .from(leases)
      .where(and(eq(leases.id, leaseId), isNull(leases.closedAt)))
      .for('update')
    if (agent === undefined || lease === undefined) return
    const { accountId } = agent
    const facts = { machineId: lease.machineId, generation: lease.generation }

    if (lease.personalisedAt !== null || lease.ticketedAt !== null) {
      if (!(await isMissingForLong(ctx, tx, lease.machineId))) return
      await tx.update(agents).set({ problem: lostSentence }).where(eq(agents.id, agentId))
      await recordEvent(ctx, tx, { kind: 'failed_closed', agentId, accountId, facts })
      ctx.log.error({ agentId, ...facts }, 'a used machine is gone; its agent fails closed')
      return
    }
    await closeLease(ctx, tx, { id: lease.id, reason: 'machine_gone' })
    await recordEvent(ctx, tx, { kind: 'machine_replaced', agentId, accountId, facts })
    const claim = await claimMachine(ctx, tx, agent)
    if (claim === null) await joinQueue(ctx, tx, { id: agentId, accountId, since: lease.openedAt })
    else await ctx.jobs.enqueue(tx, 'agents.reconcile', { agentId })
  })
}

async function isMissingForLong(ctx: Ctx, tx: Transaction, machineId: MachineId): Promise<boolean> {
  const [machine] = await tx.select().from(machines).where(eq(machines.id, machineId))
  if (machine?.state !== 'gone') return false
  return after(machine.changedAt, doubtMs) <= ctx.clock.now()
}
