import { and, desc, eq, ne } from 'drizzle-orm'
import { accounts } from '@/drizzle/schema/accounts'
import { agents } from '@/drizzle/schema/agents'
import { hosts, machines } from '@/drizzle/schema/hosts'
import { leases } from '@/drizzle/schema/leases'
import type { AccountId, AgentId } from '@/server/core/ids'
import { type AgentPhase, phaseColumns, phaseJoins, phaseOf } from '@/server/domain/agents'
import type { Ctx } from '@/server/domain/ctx'

/** An account that is new here, and how far it has come. */
export interface Arrival {
  accountId: AccountId
  name: string
  at: Date
  isSuspended: boolean
  /** Null before the trial. */
  agent: { id: AgentId; name: string | null; phase: AgentPhase } | null
}

const most = 8

/** The caller has authorised. */
export async function readArrivals(ctx: Ctx): Promise<Arrival[]> {
  const newest = ctx.db
    .select()
    .from(accounts)
    .orderBy(desc(accounts.createdAt), desc(accounts.id))
    .limit(most)
    .as('newest')
  const rows = await ctx.db
    .select({
      accountId: newest.id,
      name: newest.name,
      at: newest.createdAt,
      suspendedAt: newest.suspendedAt,
      ...phaseColumns,
    })
    .from(newest)
    .leftJoin(agents, and(eq(agents.accountId, newest.id), ne(agents.desired, 'deleted')))
    .leftJoin(leases, phaseJoins.openLease)
    .leftJoin(machines, phaseJoins.machine)
    .leftJoin(hosts, phaseJoins.host)
    .orderBy(desc(newest.createdAt), desc(newest.id))
    .limit(most)
  return rows.map(({ accountId, name, at, suspendedAt, agent, ...facts }) => ({
    accountId,
    name,
    at,
    isSuspended: suspendedAt !== null,
    agent:
      agent === null
        ? null
        : { id: agent.id, name: agent.name, phase: phaseOf({ agent, ...facts }) },
  }))
}
