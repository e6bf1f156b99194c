import type { SkillReport } from '@/agent-host/protocol/control'

/** What works comes first; within both halves by name. */
export const sortedSkills = (skills: readonly SkillReport[]): SkillReport[] =>
  [...skills].sort(
    (a, b) => Number(b.eligible) - Number(a.eligible) || a.name.localeCompare(b.name, 'en'),
  )

/** Skills whose name or description has every word of the query. An empty query matches all. */
export function matchSkills(skills: readonly SkillReport[], query: string): SkillReport[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return sortedSkills(skills).filter(({ name, description }) => {
    const text = `${name} ${description}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
