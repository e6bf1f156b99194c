import { describe, expect, it } from 'vitest'
import { agoWords, endedSentence } from './session-words'

const now = new Date('2026-03-01T12:00:00Z')
const before = (ms: number) => agoWords(new Date(now.getTime() - ms), now)

describe('when a session was used last', () => {
  it.each([
    [0, 'just now'],
    [-5_000, 'just now'],
    [119_000, 'just now'],
    [120_000, '2 minutes ago'],
    [3_599_000, '59 minutes ago'],
    [3_600_000, 'an hour ago'],
    [23 * 3_600_000, '23 hours ago'],
  ])('%d ms ago reads "%s"', (ms, words) => {
    expect(before(ms)).toBe(words)
  })
})

describe('ended sessions', () => {
  it.each([
    [0, 'You were signed in nowhere else.'],
    [1, 'One other session was ended.'],
    [4, '4 other sessions were ended.'],
  ])('%d of them: %s', (count, sentence) => {
    expect(endedSentence(count)).toBe(sentence)
  })
})
