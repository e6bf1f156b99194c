import type { SkillReport } from '@/agent-host/protocol/control'

/** A skill that a person may tick: it lacks nothing on this server and is not switched on anyway. */
export const isChoosable = (skill: SkillReport): boolean => skill.eligible && !skill.always

/** Everything that is complete, because an agent that can do nothing is a poor first impression. */
export const skillsChosenAtFirst = (skills: readonly SkillReport[]): string[] =>
  skills.filter(isChoosable).map((skill) => skill.key)

/** Order of the list: what can be chosen first, then what is always on, then what is missing something. */
export function sortedForChoice(skills: readonly SkillReport[]): SkillReport[] {
  const rank = (skill: SkillReport) => (isChoosable(skill) ? 0 : skill.eligible ? 1 : 2)
  return [...skills].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'en'))
}

/** Every word must occur somewhere in the name or the description. */
export function skillsMatching(skills: readonly SkillReport[], query: string): SkillReport[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return skills.filter((skill) => {
    const text = `${skill.key} ${skill.name} ${skill.description}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** What a skill still lacks, as a sentence; undefined when it lacks nothing that we know of. */
export function missingSentence({ missing }: SkillReport): string | undefined {
  const parts = [
    named('program', missing.bins),
    named('key', missing.env),
    named('setting', missing.config),
  ].filter((part) => part !== undefined)
  return parts.length > 0 ? `Needs ${parts.join(' and ')}.` : undefined
}

function named(kind: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined
  return `the ${kind}${names.length > 1 ? 's' : ''} ${names.join(', ')}`
}
