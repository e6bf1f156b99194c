import { expect, test } from 'vitest'
import { outcomeOf } from './credentials'

test('no error means signed in', () => {
  expect(outcomeOf(null)).toEqual({ ok: true })
  expect(outcomeOf(undefined)).toEqual({ ok: true })
})

test('five wrong tries are told apart from a wrong password', () => {
  expect(outcomeOf('unauthenticated')).toMatchObject({ ok: false, code: 'unauthenticated' })
  expect(outcomeOf('rate_limited')).toMatchObject({
    ok: false,
    code: 'rate_limited',
    sentence: expect.stringContaining('15 minutes'),
  })
})

test('an unknown failure is never blamed on the password', () => {
  expect(outcomeOf('Configuration')).toMatchObject({ ok: false, code: 'unreachable' })
})
