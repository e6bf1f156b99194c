import { and, desc, eq, isNotNull, ne, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { SleepDepth } from '@/agent-host/protocol/sleep-depth'
import { accounts } from '@/drizzle/schema/accounts'
import { agents } from '@/drizzle/schema/agents'
import { hosts, machines } from '@/drizzle/schema/hosts'
import { leases } from '@/drizzle/schema/leases'
import { type AccountId, AgentId } from '@/server/core/ids'
import { type AgentPhase, phaseColumns, phaseJoins, phaseOf } from '@/server/domain/agents'
import type { Ctx } from '@/server/domain/ctx'
import { keyOf, type Page, pageOf } from '@/server/domain/keyset'
import { requireOperator } from '@/server/domain/require-operator'
import { containing } from './contains'
import type { AgentFilter, ListAgentsInput } from './input'

export interface AgentRow {
  id: AgentId
  name: string | null
  accountId: AccountId
  accountName: string
  phase: AgentPhase
  /** How deep an agent sleeps whose phase is `asleep`, where its host has said so. */
  sleepDepth: SleepDepth | null
  isSuspended: boolean
  /** The sentence that stands at the agent, or the host's words about its machine. */
  problem: string | null
  hostId: string | null
  queuedAt: Date | null
  createdAt: Date
}

const pageSize = 50
const Key = z.tuple([z.iso.datetime(), AgentId])

/** Newest first, the deleted ones left out. */
export async function listAgents(ctx: Ctx, input: ListAgentsInput): Promise<Page<AgentRow>> {
  requireOperator(ctx)
  const key = keyOf(Key, input.cursor ?? null)
  const found = await readAgents(
    ctx,
    and(
      matching(input.search ?? ''),
      standing(input.filter),
      key === null
        ? undefined
        : sql`(${agents.createdAt}, ${agents.id}) < (${key[0]}::timestamptz, ${key[1]})`,
    ),
    pageSize + 1,
  )
  return pageOf(found, pageSize, ({ createdAt, id }) => [createdAt.toISOString(), id])
}

/** For pages that show agents beside something else. The caller has authorised. */
export async function readAgents(
  ctx: Ctx,
  where: SQL | undefined,
  limit: number,
): Promise<AgentRow[]> {
  const rows = await ctx.db
    .select({
      ...phaseColumns,
      accountName: accounts.name,
      suspendedAt: accounts.suspendedAt,
      machineProblem: machines.problem,
    })
    .from(agents)
    .innerJoin(accounts, eq(accounts.id, agents.accountId))
    .leftJoin(leases, phaseJoins.openLease)
    .leftJoin(machines, phaseJoins.machine)
    .leftJoin(hosts, phaseJoins.host)
    .where(and(ne(agents.desired, 'deleted'), where))
    .orderBy(desc(agents.createdAt), desc(agents.id))
    .limit(limit)
  return rows.map(({ agent, accountName, suspendedAt, machineProblem, ...facts }) => ({
    id: agent.id,
    name: agent.name,
    accountId: agent.accountId,
    accountName,
    phase: phaseOf({ agent, ...facts }),
    sleepDepth: facts.machine?.sleepDepth ?? null,
    isSuspended: suspendedAt !== null,
    problem: agent.problem ?? machineProblem,
    hostId: facts.lease?.hostId ?? null,
    queuedAt: agent.queuedAt,
    createdAt: agent.createdAt,
  }))
}

function matching(search: string): SQL | undefined {
  if (search === '') return undefined
  const id = AgentId.safeParse(search)
  if (id.success) return eq(agents.id, id.data)
  const pattern = containing(search)
  return or(
    sql`lower(${agents.name}) like ${pattern}`,
    sql`lower(${accounts.name}) like ${pattern}`,
  )
}

function standing(filter: AgentFilter): SQL | undefined {
  switch (filter) {
    case 'all':
      return undefined
    case 'problem':
      return isNotNull(agents.problem)
    case 'queued':
      return isNotNull(agents.queuedAt)
    case 'asleep':
      return eq(machines.state, 'stopped')
  }
}
