import { and, asc, desc, eq, ne, type SQL } from 'drizzle-orm'
import { accounts } from '@/drizzle/schema/accounts'
import { agents } from '@/drizzle/schema/agents'
import { subscriptions } from '@/drizzle/schema/billing'
import { hosts, machines } from '@/drizzle/schema/hosts'
import { leases } from '@/drizzle/schema/leases'
import type { UserActor } from '@/server/core/actor'
import { notFound } from '@/server/core/errors'
import type { AgentId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'
import type { Reader } from '@/server/domain/database'
import { isEntitled } from '@/server/domain/entitlement'
import { phaseColumns, phaseJoins } from './phase-columns'

const shape = (now: Date) => ({
  ...phaseColumns,
  isEntitled: isEntitled(now).mapWith(Boolean),
  suspendedReason: accounts.suspendedReason,
})

async function loadWhere(ctx: Ctx, db: Reader, where: SQL | undefined) {
  const [row] = await db
    .select(shape(ctx.clock.now()))
    .from(agents)
    .innerJoin(accounts, eq(accounts.id, agents.accountId))
    .leftJoin(subscriptions, eq(subscriptions.accountId, agents.accountId))
    .leftJoin(leases, phaseJoins.openLease)
    .leftJoin(machines, phaseJoins.machine)
    .leftJoin(hosts, phaseJoins.host)
    .where(and(ne(agents.desired, 'deleted'), where))
    .orderBy(asc(agents.createdAt), desc(leases.generation))
    .limit(1)
  return row
}

/** An agent with its open lease and what the host last said about the machine behind it. */
export type AgentFacts = NonNullable<Awaited<ReturnType<typeof loadWhere>>>

/** Inside the actor's account; anybody else's does not exist. */
export async function loadMyAgent(
  ctx: Ctx & { actor: UserActor },
  db: Reader,
  agentId: AgentId,
): Promise<AgentFacts> {
  const own = and(eq(agents.id, agentId), eq(agents.accountId, ctx.actor.accountId))
  const facts = await loadWhere(ctx, db, own)
  if (facts === undefined) throw notFound('agent')
  return facts
}

export async function findFirstAgent(
  ctx: Ctx & { actor: UserActor },
): Promise<AgentFacts | undefined> {
  return loadWhere(ctx, ctx.db, eq(agents.accountId, ctx.actor.accountId))
}

/** For jobs, which act for no account. */
export async function loadAnyAgent(
  ctx: Ctx,
  db: Reader,
  agentId: AgentId,
): Promise<AgentFacts | undefined> {
  return loadWhere(ctx, db, eq(agents.id, agentId))
}
