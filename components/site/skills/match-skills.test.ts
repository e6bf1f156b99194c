import { expect, test } from 'vitest'
import type { SkillReport } from '@/agent-host/protocol/control'
import { matchSkills } from './match-skills'

const skill = (name: string, description: string, eligible = true): SkillReport => ({
  key: name,
  name,
  description,
  emoji: null,
  homepage: null,
  eligible,
  always: false,
  missing: { bins: [], env: [], config: [] },
})
const skills = [
  skill('weather', 'Forecasts for a place.', false),
  skill('Notes', 'Keeps notes about places.'),
  skill('diagrams', 'Draws diagrams.'),
]
const namesFor = (query: string) => matchSkills(skills, query).map(({ name }) => name)

test('what is complete stands before what lacks something', () => {
  expect(namesFor('')).toEqual(['diagrams', 'Notes', 'weather'])
})

test('every word counts, in the name or the description, in any case', () => {
  expect(namesFor('PLACE')).toEqual(['Notes', 'weather'])
  expect(namesFor('notes place')).toEqual(['Notes'])
  expect(namesFor('notes forecast')).toEqual([])
})
