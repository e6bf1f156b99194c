import { expect, test } from 'vitest'
import { planSentence } from './plan-sentence'

test('an account without a plan says so', () => {
  expect(planSentence({ plan: null, trialEndsAt: null })).toBe('No plan yet')
})

test('a trial names its last day by the clock of the server', () => {
  const trialEndsAt = new Date('2026-12-05T23:30:00Z')
  expect(planSentence({ plan: 'team', trialEndsAt })).toBe('Team, trial until Dec 5')
})
