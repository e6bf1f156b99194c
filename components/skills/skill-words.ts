import type { MySkills, Skill } from './skill'

/** What a filter shows. */
export type SkillFilter = 'all' | 'on' | 'usable' | 'soon'

export const filters: readonly { value: SkillFilter; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'on', label: 'On' },
  { value: 'usable', label: 'Can be used' },
  { value: 'soon', label: 'Coming soon' },
]

export function matches(skill: Skill, search: string, filter: SkillFilter): boolean {
  const words = search.toLocaleLowerCase('en').split(/\s+/).filter(Boolean)
  const text = `${skill.name} ${skill.key} ${skill.description}`.toLocaleLowerCase('en')
  if (!words.every((word) => text.includes(word))) return false
  if (filter === 'on') return skill.isOn
  if (filter === 'usable') return skill.readiness !== 'coming_soon'
  return filter === 'soon' ? skill.readiness === 'coming_soon' : true
}

export interface SkillState {
  label: string
  tone: 'alive' | 'quiet' | 'notice' | 'outline'
}

/** One word about a skill, for its badge. */
export function stateOf(skill: Skill): SkillState {
  if (skill.isAlways) return { label: 'Always on', tone: 'alive' }
  if (skill.readiness === 'coming_soon') return { label: 'Coming soon', tone: 'outline' }
  const lacksKey = skill.readiness === 'needs_key' && skill.enteredKey === null
  if (skill.isOn && lacksKey) return { label: 'On, needs a key', tone: 'notice' }
  if (skill.isOn) return { label: 'On', tone: 'alive' }
  return lacksKey ? { label: 'Needs a key', tone: 'notice' } : { label: 'Off', tone: 'quiet' }
}

const list = new Intl.ListFormat('en', { type: 'conjunction' })

/** Why a skill cannot be used, in sentences; empty when it can. */
export function lackOf(skill: Skill): string[] {
  const { programs, variables, settings, systems } = skill.missing
  const sentences: string[] = []
  if (systems.length > 0) sentences.push(`It runs on ${list.format(systems)} only.`)
  if (programs.length > 0) {
    const what = programs.length === 1 ? 'the program' : 'the programs'
    sentences.push(`It needs ${what} ${list.format(programs)}, which your agent’s machine lacks.`)
  }
  if (settings.length > 0) {
    sentences.push(`It needs ${list.format(settings)} to be set up, which cannot be done here yet.`)
  }
  const keys = variables.filter((name) => name !== skill.keyName)
  if (keys.length > 0) {
    sentences.push(`It needs ${list.format(keys)}, which cannot be entered here yet.`)
  }
  if (skill.keyName !== null && variables.includes(skill.keyName) && skill.enteredKey === null) {
    sentences.push('It needs a key of yours.')
  }
  return sentences
}

const minute = 60_000

/** Said above the list when it is not what the agent says right now; null when it is. */
export function ageOf(skills: Pick<MySkills, 'isLive' | 'readAt'>, now: Date): string | null {
  if (skills.isLive) return null
  if (skills.readAt === null) {
    return 'Your agent has not been up yet. This is what a machine of its kind offers.'
  }
  const minutes = Math.round((now.getTime() - skills.readAt.getTime()) / minute)
  const when = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
  const ago =
    minutes < 60
      ? when.format(-minutes, 'minute')
      : minutes < 48 * 60
        ? when.format(-Math.round(minutes / 60), 'hour')
        : when.format(-Math.round(minutes / 1_440), 'day')
  return `Your agent is not up just now. This is what it said ${ago}; what you change reaches it when it wakes.`
}
