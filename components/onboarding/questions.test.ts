import { expect, test } from 'vitest'
import { OnboardInput } from '@/server/domain/agents/input'
import { noAnswers, problemOf, questions } from './questions'

const agentId = `agt_${'0'.repeat(20)}`

test('an answer without a problem is one that the server takes', () => {
  for (const question of questions) {
    for (const answer of ['', '   ', 'x', 'x'.repeat(question.max), 'x'.repeat(question.max + 1)]) {
      const others = { ...noAnswers, name: 'Limpet', character: 'Calm' }
      const taken = OnboardInput.safeParse({ ...others, agentId, [question.id]: answer }).success
      expect(problemOf(question, answer) === undefined, `${question.id}: ${answer.length}`).toBe(
        taken,
      )
    }
  }
})

test('every idea is an answer that may be given as it is', () => {
  for (const question of questions) {
    for (const idea of question.ideas) expect(problemOf(question, idea.text)).toBeUndefined()
  }
})
