import { expect, test } from 'vitest'
import { isWorthRetrying, readRefusal } from './refusal'

const refused = (code: string, facts?: Record<string, unknown>) =>
  Object.assign(new Error('This address is already in use.'), { data: { code, facts } })

test('a refusal keeps our code, its sentence and the field it is about', () => {
  expect(readRefusal(refused('conflict', { field: 'email' }))).toEqual({
    code: 'conflict',
    sentence: 'This address is already in use.',
    field: 'email',
    facts: { field: 'email' },
  })
})

test('no answer at all reads as unreachable, never as the raw network error', () => {
  expect(readRefusal(new TypeError('Failed to fetch'))).toMatchObject({
    code: 'unreachable',
    sentence: expect.not.stringContaining('fetch'),
  })
})

test('only what may pass by itself is asked again', () => {
  expect(isWorthRetrying(refused('not_found'))).toBe(false)
  expect(isWorthRetrying(refused('rate_limited'))).toBe(false)
  expect(isWorthRetrying(refused('unavailable'))).toBe(true)
  expect(isWorthRetrying(new TypeError('Failed to fetch'))).toBe(true)
})
