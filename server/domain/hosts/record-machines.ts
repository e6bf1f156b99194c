import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import { agents } from '@/drizzle/schema/agents'
import { machines } from '@/drizzle/schema/hosts'
import { leases } from '@/drizzle/schema/leases'
import type { AccountId, AgentId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'
import type { Transaction } from '@/server/domain/database'
import { recordEvent } from '@/server/domain/lifecycle'
import type { MachineChange, ReportedMachine } from './compare-machines'
import { agentThatLostIts } from './compare-machines'

/** Writes what changed about machines, and what follows from it for the agents on them. */
export async function recordMachines(
  ctx: Ctx,
  tx: Transaction,
  changes: readonly MachineChange[],
): Promise<void> {
  for (const change of changes) {
    const { id, ...reported } = change.now
    await tx
      .insert(machines)
      .values({ id, ...reported })
      .onConflictDoUpdate({ target: machines.id, set: reported })
    await recordPersona(ctx, tx, change.now)
    const agentId = agentThatLostIts(change)
    if (agentId !== null) await recordLoss(ctx, tx, { agentId, machine: change.now })
    await recordSleep(ctx, tx, change)
  }
}

/** Idle agents are put to sleep, and woken for due jobs, by their host alone. */
async function recordSleep(
  ctx: Ctx,
  tx: Transaction,
  { before, now }: MachineChange,
): Promise<void> {
  const wasAsleep = before?.asleepSince !== null && before?.asleepSince !== undefined
  const isAsleep = now.asleepSince !== null
  if (now.agentId === null || now.isHeld || before?.isHeld === true || wasAsleep === isAsleep)
    return
  const accountId = await accountOf(tx, now.agentId)
  if (accountId === undefined) return
  await recordEvent(ctx, tx, {
    kind: isAsleep ? 'fell_asleep' : 'woken',
    agentId: now.agentId,
    accountId,
    facts: isAsleep
      ? { machineId: now.id, depth: now.sleepDepth, wakeAt: now.wakeAt?.toISOString() ?? null }
      : { machineId: now.id },
  })
}

async function accountOf(tx: Transaction, agentId: AgentId): Promise<AccountId | undefined> {
  const [agent] = await tx
    .select({ accountId: agents.accountId })
    .from(agents)
    .where(eq(agents.id, agentId))
  return agent?.accountId
}

/** A persona only counts for the lease that the report names; an older generation says nothing any more. */
async function recordPersona(ctx: Ctx, tx: Transaction, machine: ReportedMachine): Promise<void> {
  const { agentId, generation, personaVersion } = machine
  if (agentId === null || generation === null || personaVersion === null || personaVersion === 0) {
    return
  }
  const [lease] = await tx
    .select({ id: leases.id, personalisedAt: leases.personalisedAt })
    .from(leases)
    .where(
      and(
        eq(leases.agentId, agentId),
        eq(leases.machineId, machine.id),
        eq(leases.generation, generation),
        isNull(leases.closedAt),
      ),
    )
  if (lease === undefined) return
  const [raised] = await tx
    .update(agents)
    .set({ appliedPersonaVersion: sql`least(${personaVersion}, ${agents.personaVersion})` })
    .where(and(eq(agents.id, agentId), lt(agents.appliedPersonaVersion, personaVersion)))
    .returning({ accountId: agents.accountId, version: agents.appliedPersonaVersion })
  if (lease.personalisedAt === null) {
    await tx.update(leases).set({ personalisedAt: ctx.clock.now() }).where(eq(leases.id, lease.id))
  }
  if (raised !== undefined) {
    const facts = { machineId: machine.id, personaVersion: raised.version }
    await recordEvent(ctx, tx, {
      kind: 'personalised',
      agentId,
      accountId: raised.accountId,
      facts,
    })
  }
}

async function recordLoss(
  ctx: Ctx,
  tx: Transaction,
  { agentId, machine }: { agentId: AgentId; machine: ReportedMachine },
): Promise<void> {
  const accountId = await accountOf(tx, agentId)
  if (accountId === undefined) return
  const facts = { machineId: machine.id, state: machine.state, problem: machine.problem }
  await recordEvent(ctx, tx, { kind: 'machine_died', agentId, accountId, facts })
}

/** Machines that their host no longer names. */
export async function recordGone(
  ctx: Ctx,
  tx: Transaction,
  gone: readonly (typeof machines.$inferSelect)[],
): Promise<void> {
  if (gone.length === 0) return
  const ids = gone.map((machine) => machine.id)
  await tx
    .update(machines)
    .set({ state: 'gone', changedAt: ctx.clock.now() })
    .where(inArray(machines.id, ids))
  for (const before of gone) {
    const agentId = agentThatLostIts({ before, now: { ...before, state: 'gone' } })
    if (agentId !== null)
      await recordLoss(ctx, tx, { agentId, machine: { ...before, state: 'gone' } })
  }
}
