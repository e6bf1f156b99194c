import { expect, test } from 'vitest'
import type { SkillReport } from '@/agent-host/protocol/control'
import {
  missingSentence,
  skillsChosenAtFirst,
  skillsMatching,
  sortedForChoice,
} from './skill-choice'

const skill = (key: string, more: Partial<SkillReport> = {}): SkillReport => ({
  key,
  name: key,
  description: `Does ${key}`,
  emoji: null,
  homepage: null,
  eligible: true,
  always: false,
  missing: { bins: [], env: [], config: [] },
  ...more,
})

const weather = skill('weather', { description: 'Tells the forecast for a town' })
const always = skill('healthcheck', { always: true })
const lacking = skill('gmail', {
  eligible: false,
  missing: { bins: ['gog'], env: ['GOOGLE_ID', 'GOOGLE_KEY'], config: [] },
})

test('a skill that lacks something is never chosen for anybody', () => {
  expect(skillsChosenAtFirst([weather, always, lacking])).toEqual(['weather'])
})

test('what can be chosen stands before what cannot', () => {
  expect(sortedForChoice([lacking, always, weather]).map(({ key }) => key)).toEqual([
    'weather',
    'healthcheck',
    'gmail',
  ])
})

test('a search finds words of name and description in any order and case', () => {
  expect(skillsMatching([weather, always], 'TOWN forecast')).toEqual([weather])
  expect(skillsMatching([weather, always], 'town health')).toEqual([])
  expect(skillsMatching([weather, always], '  ')).toEqual([weather, always])
})

test('what is missing is named in one sentence', () => {
  expect(missingSentence(lacking)).toBe('Needs the program gog and the keys GOOGLE_ID, GOOGLE_KEY.')
  expect(missingSentence(weather)).toBeUndefined()
})
