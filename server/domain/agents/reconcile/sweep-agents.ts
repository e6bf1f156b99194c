import { and, eq, isNull, ne, or, sql } from 'drizzle-orm'
import { agents } from '@/drizzle/schema/agents'
import { subscriptions } from '@/drizzle/schema/billing'
import { machines } from '@/drizzle/schema/hosts'
import { leases } from '@/drizzle/schema/leases'
import type { Ctx } from '@/server/domain/ctx'
import { isEntitled } from '@/server/domain/entitlement'

const isNotWhereItShouldBe = or(
  ne(machines.state, 'leased'),
  sql`${machines.agentState} is distinct from 'ready'`,
  sql`${machines.generation} is distinct from ${leases.generation}`,
  sql`coalesce(${machines.personaVersion}, 0) < ${agents.personaVersion}`,
)

/** Asks again for every agent that is not where it should be: whatever was missed is found here. */
export async function sweepAgents(ctx: Ctx): Promise<number> {
  const rows = [...(await unfinished(ctx)), ...(await runningWithoutRight(ctx))]
  for (const row of rows) await ctx.jobs.enqueue(ctx.db, 'agents.reconcile', row)
  return rows.length
}

const unfinished = (ctx: Ctx) =>
  ctx.db
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
          and(isNull(machines.asleepSince), isNotWhereItShouldBe),
          eq(machines.isHeld, true),
        ),
      ),
    )

/** Whose trial has ended, or who was put to rest, while their machine is still up or may wake by itself. */
const runningWithoutRight = (ctx: Ctx) =>
  ctx.db
    .select({ agentId: agents.id })
    .from(agents)
    .innerJoin(leases, and(eq(leases.agentId, agents.id), isNull(leases.closedAt)))
    .innerJoin(machines, eq(machines.id, leases.machineId))
    .leftJoin(subscriptions, eq(subscriptions.accountId, agents.accountId))
    .where(
      and(
        eq(machines.isHeld, false),
        ne(machines.state, 'gone'),
        eq(machines.agentId, agents.id),
        or(
          eq(agents.desired, 'asleep'),
          sql`coalesce(${isEntitled(ctx.clock.now())}, false) = false`,
        ),
      ),
    )
