import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { machines } from '@/drizzle/schema/hosts'
import { leases } from '@/drizzle/schema/leases'
import type { Ctx } from '@/server/domain/ctx'

/**
 * Asks for the end of machines whose lease we closed and which their host still keeps (I4). Only a
 * lease that we know to be closed counts: a machine that we know nothing of may be a customer's whose
 * row was lost, and is never ended from here.
 */
export async function destroyClosedLeases(ctx: Ctx): Promise<number> {
  const rows = await ctx.db
    .select({
      hostId: machines.hostId,
      machineId: machines.id,
      generation: leases.generation,
    })
    .from(machines)
    .innerJoin(
      leases,
      and(
        eq(leases.machineId, machines.id),
        eq(leases.agentId, machines.agentId),
        eq(leases.generation, machines.generation),
      ),
    )
    .where(
      and(inArray(machines.state, ['leased', 'stopped', 'failed']), isNotNull(leases.closedAt)),
    )
  for (const row of rows) await ctx.jobs.enqueue(ctx.db, 'machines.destroy', row)
  return rows.length
}
