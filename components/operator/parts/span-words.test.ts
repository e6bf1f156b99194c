import { expect, it } from 'vitest'
import { spanWords } from './span-words'

it.each([
  [400, 'under a second'],
  [1_000, '1 second'],
  [59_400, '59 seconds'],
  [60_000, '1 minute'],
  [3_599_000, '59 minutes'],
  [7_200_000, '2 hours'],
  [172_800_000, '2 days'],
  [-5, 'under a second'],
])('%d ms is %s', (ms, words) => {
  expect(spanWords(ms)).toBe(words)
})
