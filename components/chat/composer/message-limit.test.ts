import { expect, test } from 'vitest'
import { lengthProblem, messageLimit, pasteProblem } from './message-limit'

test('a message of exactly the limit can be sent, and one more character cannot', () => {
  expect(lengthProblem(messageLimit)).toBeNull()
  expect(lengthProblem(messageLimit + 1)).toContain('50,001')
})

test('a paste is refused by what it would make, not by its own size', () => {
  expect(pasteProblem(0, messageLimit)).toBeNull()
  expect(pasteProblem(1, messageLimit)).toContain('It was not pasted')
})
