import { and, eq, isNull, ne, or, sql } from 'drizzle-orm'
import { agents } from '@/drizzle/schema/agents'
import { subscriptions } from '@/drizzle/schema/billing'
import { machines } from '@/drizzle/schema/hosts'
import { leases } from '@/drizzle/schema/leases'
import type { Ctx } from '@/server/domain/ctx'
import { isEntitled } from '@/server/domain/entitlement'

/** Asks again for every agent that is not where it should be: whatever was missed is found here. */
export async function sweepAgents(ctx: Ctx): Promise<number> {
  const rows = await ctx.db
    .select({ agentId: agents.id })
    .from(agents)
    .innerJoin(subscriptions, eq(subscriptions.accountId, agents.accountId))
    .leftJoin(leases, and(eq(leases.agentId, agents.id), isNull(leases.closedAt)))
    .leftJoin(machines, eq(machines.id, leases.machineId))
    .where(
      and(
        eq(agents.desired, 'running'),
        isNull(agents.problem),
        isEntitled(ctx.clock.now()),
        or(
          isNull(leases.id),
          ne(machines.state, 'leased'),
          sql`${machines.agentState} is distinct from 'ready'`,
          sql`${machines.generation} is distinct from ${leases.generation}`,
          sql`coalesce(${machines.personaVersion}, 0) < ${agents.personaVersion}`,
        ),
      ),
    )
  for (const row of rows) await ctx.jobs.enqueue(ctx.db, 'agents.reconcile', row)
  return rows.length
}
