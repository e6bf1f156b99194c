import type { SkillReport } from '@/agent-host/protocol/control'

/** A skill that a person may tick: it works on this server and is not switched on anyway. */
export const isChoosable = (skill: SkillReport): boolean => skill.eligible && !skill.always

/** Everything that works, because an agent that can do nothing is a poor first impression. */
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
    missing.bins.length > 0 && `the program ${missing.bins.join(', ')}`,
    missing.env.length > 0 && `the key ${missing.env.join(', ')}`,
    missing.config.length > 0 && `the setting ${missing.config.join(', ')}`,
  ].filter((part) => part !== false)
  return parts.length > 0 ? `Needs ${parts.join(' and ')}.` : undefined
}
