import { expect, it } from 'vitest'
import { auditActions } from '@/server/domain/audit/input'
import { actionWords, knownActions } from './action-words'

it('has words for everything that people do', () => {
  for (const action of auditActions) expect([action, actionWords(action)]).not.toContain(undefined)
  const named = new Set(knownActions.map(({ value }) => value))
  expect(auditActions.filter((action) => !named.has(action))).toEqual([])
})

it('shows a name it does not know instead of hiding it', () => {
  expect(actionWords('moved_house')).toBe('moved house')
})
