import { eq } from 'drizzle-orm'
import { agents } from '@/drizzle/schema/agents'
import type { UserActor } from '@/server/core/actor'
import { AppError } from '@/server/core/errors'
import { loadMyAgent } from '@/server/domain/agents'
import type { Ctx } from '@/server/domain/ctx'
import { recordEvent } from '@/server/domain/lifecycle'
import type { SwitchSkillInput } from './input'
import { listMySkills } from './list-my-skills'

/**
 * Switches one skill. The wish is stored and reaches the gateway without a restart, or with the agent's next
 * waking. Repeatable: asking for what is already so changes nothing.
 */
export async function switchSkill(
  ctx: Ctx & { actor: UserActor },
  { agentId, skillKey, on }: SwitchSkillInput,
): Promise<{ isOn: boolean }> {
  const { skills } = await listMySkills(ctx, { agentId })
  const skill = skills.find(({ key }) => key === skillKey)
  if (skill === undefined) {
    throw new AppError('not_found', {
      public: 'This skill is not offered any more. Reload the page to see those that are.',
    })
  }
  if (skill.isAlways) {
    throw new AppError('invalid', {
      public: `${skill.name} is part of every agent and stays on.`,
    })
  }
  await ctx.db.transaction(async (tx) => {
    const { agent } = await loadMyAgent(ctx, tx, agentId)
    const [locked] = await tx.select().from(agents).where(eq(agents.id, agent.id)).for('update')
    if (locked === undefined || locked.skills.includes(skillKey) === on) return
    const chosen = on
      ? [...locked.skills, skillKey]
      : locked.skills.filter((each) => each !== skillKey)
    const personaVersion = locked.personaVersion + 1
    await tx.update(agents).set({ skills: chosen, personaVersion }).where(eq(agents.id, agent.id))
    await recordEvent(ctx, tx, {
      kind: on ? 'skill_enabled' : 'skill_disabled',
      agentId,
      accountId: agent.accountId,
      facts: { skillKey, personaVersion },
    })
    await ctx.jobs.enqueue(tx, 'agents.reconcile', { agentId })
  })
  return { isOn: on }
}
