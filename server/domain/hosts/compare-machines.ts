import type { MachineReport } from '@/agent-host/protocol/control'
import type { machines } from '@/drizzle/schema/hosts'
import type { AgentId, HostId, MachineId } from '@/server/core/ids'

type MachineRow = typeof machines.$inferSelect
export type ReportedMachine = Omit<MachineRow, 'claimedAt'>

export interface MachineChange {
  before: MachineRow | undefined
  now: ReportedMachine
}

export interface MachineChanges {
  changed: MachineChange[]
  /** Known to us, no longer to the host. */
  gone: MachineRow[]
}

export const rowOfReport = (hostId: HostId, report: MachineReport): ReportedMachine => ({
  id: report.id,
  hostId,
  image: report.image,
  state: report.state,
  agentId: report.lease?.agentId ?? null,
  generation: report.lease?.generation ?? null,
  agentState: report.lease?.agentState ?? null,
  personaVersion: report.lease?.personaVersion ?? null,
  problem: report.problem,
  asleepSince: momentOf(report.lease?.asleep?.sinceMs),
  sleepDepth: report.lease?.asleep?.depth ?? null,
  wakeAt: momentOf(report.lease?.asleep?.wakeAtMs),
  isHeld: report.lease?.asleep?.held ?? false,
  changedAt: new Date(report.changedAtMs),
})

const momentOf = (ms: number | null | undefined): Date | null =>
  ms === null || ms === undefined ? null : new Date(ms)

const facts = (row: ReportedMachine) => [
  row.image,
  row.state,
  row.agentId,
  row.generation,
  row.agentState,
  row.personaVersion,
  row.problem,
  row.asleepSince?.getTime(),
  row.sleepDepth,
  row.wakeAt?.getTime(),
  row.isHeld,
]

/**
 * Only what differs is written: writing an unchanged row would lock it, and a claim that runs at the
 * same moment skips locked rows and would find an empty pool that is full.
 */
export function compareMachines(
  hostId: HostId,
  known: readonly MachineRow[],
  reports: readonly MachineReport[],
): MachineChanges {
  const before = new Map<MachineId, MachineRow>(known.map((row) => [row.id, row]))
  const reported = new Set<MachineId>(reports.map((report) => report.id))
  const changed = reports.flatMap((report) => {
    const now = rowOfReport(hostId, report)
    const row = before.get(report.id)
    const isSame =
      row !== undefined &&
      facts(now).every((fact, index) => fact === facts(row)[index]) &&
      row.changedAt.getTime() === now.changedAt.getTime()
    return isSame ? [] : [{ before: row, now }]
  })
  const gone = known.filter((row) => row.state !== 'gone' && !reported.has(row.id))
  return { changed, gone }
}

/** An agent's machine stood ready and does not any more: worth a line in the agent's record. */
export function agentThatLostIts(change: MachineChange): AgentId | null {
  const { before, now } = change
  const wasReady = before?.state === 'leased' && before.agentState === 'ready'
  const isUp =
    now.state === 'leased' && now.agentState !== 'starting' && now.agentState !== 'failed'
  // Put to sleep is not lost.
  return wasReady && !isUp && now.asleepSince === null ? before.agentId : null
}
