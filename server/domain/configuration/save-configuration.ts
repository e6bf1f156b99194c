import { z } from 'zod'
import type { UserActor } from '@/server/core/actor'
import { AgentRefusal } from '@/server/core/agent-refusal'
import { AppError } from '@/server/core/errors'
import { requireGateway } from '@/server/domain/agent-facts'
import type { AgentFacts } from '@/server/domain/agents'
import type { Ctx } from '@/server/domain/ctx'
import type { SaveConfigurationInput } from './input'
import { type JsonObject, prettyJson } from './json'
import { loadMine } from './load-mine'
import { type PatchPlan, planPatch } from './merge-patch'
import { parseText } from './parse-text'
import { findProtected, pathWords, visiblePart, withHidden } from './protected'
import { type LiveConfiguration, readLive } from './read-live'
import { type Change, recordVersions } from './record-versions'

const Restart = z.object({
  payload: z.object({ stats: z.object({ requiresRestart: z.boolean() }) }),
})

export type SaveOutcome =
  /** The agent took it. `needsRestart`: it counts only after the agent's own restart. */
  | { kind: 'saved'; text: string; hash: string; version: number; needsRestart: boolean }
  | { kind: 'unchanged' }
  /** It was changed elsewhere since; nothing was written. This is what stands there now. */
  | { kind: 'stale'; text: string; hash: string }
  /** The agent would not take it, and why. Nothing was written. */
  | { kind: 'rejected'; sentences: string[] }

export async function saveConfiguration(
  ctx: Ctx & { actor: UserActor },
  input: SaveConfigurationInput,
): Promise<SaveOutcome> {
  const facts = await loadMine(ctx, input.agentId)
  return applyChange(ctx, facts, { ...input, restoredVersion: null })
}

/** The gateway's hash is the lock: between our look and its write it refuses whatever came in between. */
export async function applyChange(
  ctx: Ctx & { actor: UserActor },
  facts: AgentFacts,
  change: Change,
): Promise<SaveOutcome> {
  const wanted = parseText(change.text)
  const live = await readLive(ctx, facts)
  if (live.hash !== change.hash) return stale(live)
  const plan = planOrRefuse(live.whole, wanted)
  if (plan.changed.length === 0) return { kind: 'unchanged' }
  try {
    const answer = await requireGateway(ctx, facts).call('config.patch', {
      raw: JSON.stringify(plan.patch),
      baseHash: live.hash,
      replacePaths: plan.replaced.map(pathWords),
      ...(change.note === '' ? {} : { note: change.note }),
    })
    if (answer.noop === true) return { kind: 'unchanged' }
    const now = await readLive(ctx, facts)
    const restart = Restart.safeParse(answer.sentinel)
    const needsRestart = restart.success && restart.data.payload.stats.requiresRestart
    const written = { before: live, now, change, needsRestart }
    const version = await recordVersions(ctx, facts.agent, written)
    return { kind: 'saved', text: shownText(now), hash: now.hash, version, needsRestart }
  } catch (error) {
    if (!(error instanceof AgentRefusal)) throw error
    return explain(ctx, facts, { refusal: error, live })
  }
}

const shownText = (live: LiveConfiguration): string => prettyJson(visiblePart(live.whole))

const stale = (live: LiveConfiguration): SaveOutcome => ({
  kind: 'stale',
  text: shownText(live),
  hash: live.hash,
})

function planOrRefuse(whole: JsonObject, wanted: JsonObject): PatchPlan {
  const after = withHidden(whole, wanted)
  const plan = planPatch(whole, after)
  const refusal = findProtected(plan.changed, { before: whole, after })
  if (refusal === undefined) return plan
  throw new AppError('forbidden', { public: refusal.sentence, facts: { field: 'text' } })
}

/** A refusal is about the hash when the hash has moved on; its words are for programmers and change. */
async function explain(
  ctx: Ctx,
  facts: AgentFacts,
  { refusal, live }: { refusal: AgentRefusal; live: LiveConfiguration },
): Promise<SaveOutcome> {
  const now = await readLive(ctx, facts)
  if (now.hash !== live.hash) return stale(now)
  return { kind: 'rejected', sentences: sentencesOf(refusal.words) }
}

/** "invalid config: a.b: expected number; c: unknown key" as a list that a person can work through. */
export function sentencesOf(words: string): string[] {
  return words
    .replace(/^invalid config:\s*/i, '')
    .split(/;\s+/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => {
      const found = /^([\w.[\]<>-]+): (.+)$/s.exec(each)
      if (found === null) return each
      const [, path, problem] = found
      return path === '<root>' ? `At the top: ${problem}` : `“${path}”: ${problem}`
    })
}
