import { and, desc, eq } from 'drizzle-orm'
import { users } from '@/drizzle/schema/accounts'
import { configurationVersions } from '@/drizzle/schema/configuration'
import { machines } from '@/drizzle/schema/hosts'
import type { UserActor } from '@/server/core/actor'
import { notFound } from '@/server/core/errors'
import type { AgentId } from '@/server/core/ids'
import type { AgentFacts } from '@/server/domain/agents'
import type { AgentInput } from '@/server/domain/agents/input'
import type { Ctx } from '@/server/domain/ctx'
import type { VersionInput } from './input'
import { type JsonObject, prettyJson } from './json'
import { loadMine } from './load-mine'

type SignedInCtx = Ctx & { actor: UserActor }
type VersionRow = typeof configurationVersions.$inferSelect

export interface VersionView {
  version: number
  kind: VersionRow['kind']
  restoredVersion: number | null
  note: string
  /** Null for what was found, and for a person who is gone. */
  byName: string | null
  savedAt: Date
  /** False while a restart that this version needs is still to come. */
  isApplied: boolean
}

/** 200: a year of changing it every second day. Older ones stay stored. */
const shownVersions = 200

/** Newest first. */
export async function listVersions(ctx: SignedInCtx, input: AgentInput): Promise<VersionView[]> {
  const facts = await loadMine(ctx, input.agentId)
  const rows = await ctx.db
    .select({ row: configurationVersions, byName: users.name })
    .from(configurationVersions)
    .leftJoin(users, eq(users.id, configurationVersions.userId))
    .where(eq(configurationVersions.agentId, input.agentId))
    .orderBy(desc(configurationVersions.version))
    .limit(shownVersions)
  const upSince = await readyChangedAt(ctx, facts)
  return rows.map(({ row, byName }) => ({
    version: row.version,
    kind: row.kind,
    restoredVersion: row.restoredVersion,
    note: row.note,
    byName,
    savedAt: row.savedAt,
    isApplied: !row.needsRestart || (upSince !== null && upSince > row.savedAt),
  }))
}

/** When the machine became ready the last time; null while it is not. */
async function readyChangedAt(ctx: Ctx, { lease, machine }: AgentFacts): Promise<Date | null> {
  if (lease === null || machine?.agentState !== 'ready') return null
  const [row] = await ctx.db
    .select({ changedAt: machines.changedAt })
    .from(machines)
    .where(eq(machines.id, lease.machineId))
  return row?.changedAt ?? null
}

export async function loadVersion(
  ctx: Ctx,
  agentId: AgentId,
  version: number,
): Promise<VersionRow> {
  const [row] = await ctx.db
    .select()
    .from(configurationVersions)
    .where(
      and(eq(configurationVersions.agentId, agentId), eq(configurationVersions.version, version)),
    )
  if (row === undefined) throw notFound('version')
  return row
}

export const textOfVersion = (row: VersionRow): string => prettyJson(row.content as JsonObject)

export async function getVersion(
  ctx: SignedInCtx,
  input: VersionInput,
): Promise<{ version: number; text: string }> {
  await loadMine(ctx, input.agentId)
  const row = await loadVersion(ctx, input.agentId, input.version)
  return { version: row.version, text: textOfVersion(row) }
}
