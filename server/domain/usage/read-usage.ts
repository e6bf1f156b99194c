import { eq, sql } from 'drizzle-orm'
import { usageCursors, usageDays } from '@/drizzle/schema/usage'
import type { HostId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'

/**
 * Takes over what a host has counted since it was last asked. Its rows are totals, so a row told twice counts
 * once; `greatest` keeps a late answer from taking anything back.
 */
export async function readUsage(ctx: Ctx, { hostId }: { hostId: HostId }): Promise<void> {
  const [cursor] = await ctx.db.select().from(usageCursors).where(eq(usageCursors.hostId, hostId))
  const host = ctx.hosts.of(hostId)
  let { rows, seq } = await host.readUsage(cursor?.seq ?? 0)
  // A host that lost its counts starts again from zero: everything it has is new to us.
  if (cursor !== undefined && seq < cursor.seq) ({ rows, seq } = await host.readUsage(0))
  const changedAt = ctx.clock.now()
  await ctx.db.transaction(async (tx) => {
    for (const { seq: _, ...row } of rows) {
      const grown = Object.fromEntries(
        (['calls', 'refused', 'inputTokens', 'cachedTokens', 'outputTokens'] as const).map(
          (name) => [name, sql`greatest(${usageDays[name]}, ${row[name]})`],
        ),
      )
      await tx
        .insert(usageDays)
        .values({ hostId, ...row, changedAt })
        .onConflictDoUpdate({
          target: [usageDays.agentId, usageDays.day, usageDays.model, usageDays.hostId],
          set: { ...grown, changedAt },
        })
    }
    await tx
      .insert(usageCursors)
      .values({ hostId, seq })
      .onConflictDoUpdate({ target: usageCursors.hostId, set: { seq } })
  })
}
