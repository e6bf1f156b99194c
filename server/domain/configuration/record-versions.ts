import { desc, eq } from 'drizzle-orm'
import { agents } from '@/drizzle/schema/agents'
import { configurationVersions } from '@/drizzle/schema/configuration'
import type { UserActor } from '@/server/core/actor'
import type { AgentFacts } from '@/server/domain/agents'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import { visiblePart } from './protected'
import type { LiveConfiguration } from './read-live'

export interface Change {
  text: string
  /** Of the state that the text was made from. */
  hash: string
  note: string
  restoredVersion: number | null
}

interface Written {
  before: LiveConfiguration
  now: LiveConfiguration
  change: Change
  needsRestart: boolean
}

/**
 * Adds the new state to the history. What stood there before is added too when the history does not end
 * with it: it was changed elsewhere, and there must be a way back to it. Returns the new version.
 */
export async function recordVersions(
  ctx: Ctx & { actor: UserActor },
  { id: agentId, accountId }: AgentFacts['agent'],
  { before, now, change, needsRestart }: Written,
): Promise<number> {
  return ctx.db.transaction(async (tx) => {
    await tx.select({ id: agents.id }).from(agents).where(eq(agents.id, agentId)).for('update')
    const [last] = await tx
      .select({ version: configurationVersions.version, hash: configurationVersions.hash })
      .from(configurationVersions)
      .where(eq(configurationVersions.agentId, agentId))
      .orderBy(desc(configurationVersions.version))
      .limit(1)
    const about = { agentId, accountId, savedAt: ctx.clock.now() }
    let version = (last?.version ?? 0) + 1
    if (last?.hash !== before.hash) {
      await tx.insert(configurationVersions).values({
        ...about,
        version,
        hash: before.hash,
        content: visiblePart(before.whole),
        kind: 'found',
        note: '',
        needsRestart: false,
      })
      version += 1
    }
    await tx.insert(configurationVersions).values({
      ...about,
      version,
      hash: now.hash,
      content: visiblePart(now.whole),
      kind: change.restoredVersion === null ? 'saved' : 'restored',
      restoredVersion: change.restoredVersion,
      note: change.note,
      userId: ctx.actor.userId,
      needsRestart,
    })
    await recordAudit(ctx, tx, {
      action: 'configuration.changed',
      accountId,
      agentId,
      facts: { version, restoredVersion: change.restoredVersion },
    })
    return version
  })
}
