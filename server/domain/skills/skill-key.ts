import { and, eq, isNull } from 'drizzle-orm'
import { seal } from '@/agent-host/protocol/seal'
import { skillKeyContext } from '@/agent-host/protocol/skill-key'
import { skillKeys } from '@/drizzle/schema/agent-facts'
import { hosts } from '@/drizzle/schema/hosts'
import type { UserActor } from '@/server/core/actor'
import { AppError } from '@/server/core/errors'
import type { AgentId } from '@/server/core/ids'
import { loadAnyAgent, loadMyAgent, phaseOf } from '@/server/domain/agents'
import type { Ctx } from '@/server/domain/ctx'
import { recordEvent } from '@/server/domain/lifecycle'
import type { SkillKeyInput } from './input'
import { listMySkills } from './list-my-skills'

/**
 * Takes a key for one skill, closed at once for the agent's host alone, or takes it away. The agent gets it
 * without a restart when it is up, else with its next waking. Nobody can read it back, we included.
 */
export async function setSkillKey(
  ctx: Ctx & { actor: UserActor },
  { agentId, skillKey, apiKey }: SkillKeyInput,
): Promise<{ isSet: boolean }> {
  const { skills } = await listMySkills(ctx, { agentId })
  const skill = skills.find(({ key }) => key === skillKey)
  if (skill === undefined || skill.keyName === null) {
    throw new AppError('not_found', { public: 'This skill takes no key.' })
  }
  const { agent, lease } = await loadMyAgent(ctx, ctx.db, agentId)
  if (lease === null) {
    throw new AppError('unavailable', {
      public: 'Your agent has no machine yet. Enter the key when it is there.',
    })
  }
  const { hostId } = lease
  const [host] = await ctx.db
    .select({ sealingKey: hosts.sealingKey })
    .from(hosts)
    .where(eq(hosts.id, hostId))
  if (host === undefined) throw new Error(`host ${hostId} has a lease but no row`)
  const sealedKey =
    apiKey === null ? null : seal(apiKey, host.sealingKey, skillKeyContext(agentId, skillKey))
  await ctx.db.transaction(async (tx) => {
    const now = { hostId, sealedKey, setAt: ctx.clock.now(), appliedAt: null }
    await tx
      .insert(skillKeys)
      .values({ agentId, skillKey, ...now })
      .onConflictDoUpdate({ target: [skillKeys.agentId, skillKeys.skillKey], set: now })
    await recordEvent(ctx, tx, {
      kind: apiKey === null ? 'skill_key_removed' : 'skill_key_set',
      agentId,
      accountId: agent.accountId,
      facts: { skillKey },
    })
    await ctx.jobs.enqueue(tx, 'skills.push-keys', { agentId })
  })
  return { isSet: apiKey !== null }
}

/** Hands a running agent every key that it has not taken yet. One that is not up is asked for when it is. */
export async function pushSkillKeys(ctx: Ctx, { agentId }: { agentId: AgentId }): Promise<void> {
  const facts = await loadAnyAgent(ctx, ctx.db, agentId)
  if (facts === undefined || facts.lease === null || phaseOf(facts) !== 'ready') return
  const { hostId, machineId, generation } = facts.lease
  const waiting = await ctx.db
    .select()
    .from(skillKeys)
    .where(
      and(
        eq(skillKeys.agentId, agentId),
        eq(skillKeys.hostId, hostId),
        isNull(skillKeys.appliedAt),
      ),
    )
  for (const { skillKey, sealedKey, setAt } of waiting) {
    await ctx.hosts.of(hostId).setSkillKey({ machineId, generation, skillKey, sealedKey })
    // Only the very key that was handed over: another may have been entered meanwhile.
    const taken = and(
      eq(skillKeys.agentId, agentId),
      eq(skillKeys.skillKey, skillKey),
      eq(skillKeys.setAt, setAt),
    )
    if (sealedKey === null) await ctx.db.delete(skillKeys).where(taken)
    else await ctx.db.update(skillKeys).set({ appliedAt: ctx.clock.now() }).where(taken)
  }
}
