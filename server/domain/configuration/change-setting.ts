import type { UserActor } from '@/server/core/actor'
import { AppError } from '@/server/core/errors'
import type { AgentId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'
import { isObject, type JsonObject, prettyJson } from './json'
import { loadMine } from './load-mine'
import { visiblePart } from './protected'
import { readLive } from './read-live'
import { applyChange } from './save-configuration'

/** Each round is one look and one write; two lost races in a row mean that somebody is busy there. */
const rounds = 3

/** One setting that has a page of its own, changed under the same lock and into the same history. */
export async function changeSetting(
  ctx: Ctx & { actor: UserActor },
  agentId: AgentId,
  setting: { path: readonly string[]; value: string; note: string },
): Promise<void> {
  const facts = await loadMine(ctx, agentId)
  for (let round = 0; round < rounds; round += 1) {
    const live = await readLive(ctx, facts)
    const text = prettyJson(withValue(visiblePart(live.whole), setting.path, setting.value))
    const change = { text, hash: live.hash, note: setting.note, restoredVersion: null }
    const outcome = await applyChange(ctx, facts, change)
    if (outcome.kind === 'saved' || outcome.kind === 'unchanged') return
    if (outcome.kind === 'rejected') {
      throw new AppError('precondition', {
        public: `Your agent did not take it. ${outcome.sentences.join(' ')}`,
      })
    }
  }
  throw new AppError('conflict', {
    public: 'Your agent’s configuration is being changed elsewhere. Try again in a moment.',
  })
}

function withValue(config: JsonObject, path: readonly string[], value: string): JsonObject {
  const [key, ...rest] = path
  if (key === undefined) return config
  if (rest.length === 0) return { ...config, [key]: value }
  const inner = config[key]
  return { ...config, [key]: withValue(isObject(inner) ? inner : {}, rest, value) }
}
