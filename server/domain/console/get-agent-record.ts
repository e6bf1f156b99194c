import { desc, eq } from 'drizzle-orm'
import { agents } from '@/drizzle/schema/agents'
import { machines } from '@/drizzle/schema/hosts'
import { leases } from '@/drizzle/schema/leases'
import { notFound } from '@/server/core/errors'
import type { HostId, MachineId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'
import { requireOperator } from '@/server/domain/require-operator'
import type { AgentRecordInput } from './input'
import { type AgentRow, readAgents } from './list-agents'

export interface LeaseRow {
  generation: number
  machineId: MachineId
  hostId: HostId
  openedAt: Date
  personalisedAt: Date | null
  closedAt: Date | null
  closeReason: string | null
  machineState: (typeof machines.$inferSelect)['state']
}

/** What an operator may know of an agent: where it runs and what became of it, never what it says. */
export interface AgentRecord extends AgentRow {
  desired: 'running' | 'asleep' | 'deleted'
  personaVersion: number
  appliedPersonaVersion: number
  skills: string[]
  onboardedAt: Date | null
  /** Newest first. */
  leases: LeaseRow[]
}

const mostLeases = 20

export async function getAgentRecord(ctx: Ctx, input: AgentRecordInput): Promise<AgentRecord> {
  requireOperator(ctx)
  const { agentId } = input
  const [[row], [agent], held] = await Promise.all([
    readAgents(ctx, eq(agents.id, agentId), 1),
    ctx.db.select().from(agents).where(eq(agents.id, agentId)),
    readLeases(ctx, agentId),
  ])
  if (row === undefined || agent === undefined) throw notFound('agent')
  const { desired, personaVersion, appliedPersonaVersion, skills, onboardedAt } = agent
  return {
    ...row,
    desired,
    personaVersion,
    appliedPersonaVersion,
    skills,
    onboardedAt,
    leases: held,
  }
}

const readLeases = (ctx: Ctx, agentId: AgentRecordInput['agentId']): Promise<LeaseRow[]> =>
  ctx.db
    .select({
      generation: leases.generation,
      machineId: leases.machineId,
      hostId: leases.hostId,
      openedAt: leases.openedAt,
      personalisedAt: leases.personalisedAt,
      closedAt: leases.closedAt,
      closeReason: leases.closeReason,
      machineState: machines.state,
    })
    .from(leases)
    .innerJoin(machines, eq(machines.id, leases.machineId))
    .where(eq(leases.agentId, agentId))
    .orderBy(desc(leases.generation))
    .limit(mostLeases)
