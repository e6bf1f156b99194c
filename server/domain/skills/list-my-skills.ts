import { eq } from 'drizzle-orm'
import type { SkillStatus } from '@/agent-host/protocol/agent-methods'
import { skillKeys } from '@/drizzle/schema/agent-facts'
import type { UserActor } from '@/server/core/actor'
import { askAgent } from '@/server/domain/agent-facts'
import { loadMyAgent } from '@/server/domain/agents'
import type { Ctx } from '@/server/domain/ctx'
import { readCatalogue } from '@/server/domain/hosts'
import type { SkillsInput } from './input'
import { type SkillView, viewSkill } from './skill-view'

export interface MySkills {
  skills: SkillView[]
  /** When the agent said so; null when it was never asked and the list is its image's. */
  readAt: Date | null
  /** False while the agent is not up: then this is what it said last. */
  isLive: boolean
  /** False while a switch that was made has not reached the agent yet. */
  isApplied: boolean
}

/** Every skill that the agent's gateway reports. Looking never wakes a sleeping agent. */
export async function listMySkills(
  ctx: Ctx & { actor: UserActor },
  { agentId }: SkillsInput,
): Promise<MySkills> {
  const told = await askAgent(ctx, agentId, { method: 'skills.status', params: {} })
  const { agent } = await loadMyAgent(ctx, ctx.db, agentId)
  const statuses = told?.answer.skills ?? (await fromCatalogue(ctx))
  const keys = await ctx.db
    .select({
      skillKey: skillKeys.skillKey,
      setAt: skillKeys.setAt,
      appliedAt: skillKeys.appliedAt,
      sealedKey: skillKeys.sealedKey,
    })
    .from(skillKeys)
    .where(eq(skillKeys.agentId, agentId))
  const entered = new Map(
    keys
      .filter(({ sealedKey }) => sealedKey !== null)
      .map(({ skillKey, setAt, appliedAt }) => [
        skillKey,
        { setAt, isApplied: appliedAt !== null },
      ]),
  )
  const chosen = new Set(agent.skills)
  return {
    skills: statuses
      .map((status) =>
        viewSkill(status, {
          isOn: chosen.has(status.skillKey),
          enteredKey: entered.get(status.skillKey) ?? null,
        }),
      )
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
    readAt: told?.readAt ?? null,
    isLive: told?.isLive ?? false,
    isApplied: agent.appliedPersonaVersion >= agent.personaVersion,
  }
}

/** For an agent that was never up: what a blank machine of its image offers. */
async function fromCatalogue(ctx: Ctx): Promise<SkillStatus[]> {
  const nothing = { anyBins: [], os: [] }
  return ((await readCatalogue(ctx.db)) ?? []).map((skill) => ({
    skillKey: skill.key,
    name: skill.name,
    description: skill.description,
    emoji: skill.emoji,
    homepage: skill.homepage,
    always: skill.always,
    disabled: false,
    eligible: skill.eligible,
    requirements: { ...skill.missing, ...nothing },
    missing: { ...skill.missing, ...nothing },
  }))
}
