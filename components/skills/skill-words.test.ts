import { describe, expect, it } from 'vitest'
import type { Skill } from './skill'
import { ageOf, lackOf, matches, stateOf } from './skill-words'

const skill = (changes: Partial<Skill> = {}): Skill => ({
  key: 'notion',
  name: 'Notion',
  description: 'Read and write pages.',
  emoji: null,
  homepage: null,
  isAlways: false,
  isOn: false,
  readiness: 'usable',
  missing: { programs: [], variables: [], settings: [], systems: [] },
  wants: { programs: [], variables: [], settings: [] },
  keyName: null,
  enteredKey: null,
  ...changes,
})

describe('the words about a skill', () => {
  it('finds every word of the search, anywhere in the skill', () => {
    expect(matches(skill(), 'WRITE notion', 'all')).toBe(true)
    expect(matches(skill(), 'write mail', 'all')).toBe(false)
    expect(matches(skill(), '', 'on')).toBe(false)
    expect(matches(skill({ readiness: 'coming_soon' }), '', 'usable')).toBe(false)
  })

  it('never says "on" alone about a skill that lacks its key', () => {
    const lacking = skill({ readiness: 'needs_key', keyName: 'NOTION_API_TOKEN', isOn: true })
    expect(stateOf(lacking).label).toBe('On, needs a key')
    const enteredKey = { isApplied: true, setAt: new Date(0) }
    expect(stateOf({ ...lacking, enteredKey }).label).toBe('On')
  })

  it('says what is missing, one sentence a kind', () => {
    const missing = { programs: ['op', 'jq'], variables: ['A_KEY', 'B'], settings: [], systems: [] }
    expect(lackOf(skill({ missing, keyName: 'A_KEY' }))).toEqual([
      'It needs the programs op and jq, which your agent’s machine lacks.',
      'It needs B, which cannot be entered here yet.',
      'It needs a key of yours.',
    ])
    expect(lackOf(skill())).toEqual([])
  })

  it('tells how old the list is unless the agent says it now', () => {
    const now = new Date('2026-11-21T12:00:00Z')
    expect(ageOf({ isLive: true, readAt: now }, now)).toBeNull()
    expect(ageOf({ isLive: false, readAt: new Date('2026-11-21T09:00:00Z') }, now)).toContain(
      '3 hours ago',
    )
    expect(ageOf({ isLive: false, readAt: null }, now)).toContain('has not been up')
  })
})
