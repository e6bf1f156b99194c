import { isMarked } from './marked'

const mark = Symbol.for('rockpool.agent-refusal')

/**
 * An agent's gateway said no. `code` and `words` are its own; they may name paths of the machine, so a use-case
 * says in its own words what it means.
 */
export class AgentRefusal extends Error {
  readonly [mark] = true
  override name = 'AgentRefusal'
  readonly code: string
  readonly words: string

  constructor(method: string, code: string, words: string) {
    super(`${method}: ${code}: ${words}`)
    this.code = code
    this.words = words
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isMarked(value, mark)
  }
}
