import type { UserActor } from '@/server/core/actor'
import type { Ctx } from '@/server/domain/ctx'
import type { RestoreConfigurationInput } from './input'
import { loadMine } from './load-mine'
import { loadVersion, textOfVersion } from './read-versions'
import { applyChange, type SaveOutcome } from './save-configuration'

/** Nothing is undone: what an earlier version said is saved anew, and becomes the newest version. */
export async function restoreConfiguration(
  ctx: Ctx & { actor: UserActor },
  input: RestoreConfigurationInput,
): Promise<SaveOutcome> {
  const facts = await loadMine(ctx, input.agentId)
  const row = await loadVersion(ctx, input.agentId, input.version)
  return applyChange(ctx, facts, {
    text: textOfVersion(row),
    hash: input.hash,
    note: `Back to version ${row.version}`,
    restoredVersion: row.version,
  })
}
