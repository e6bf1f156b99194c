/**
 * An agent's gateway said no. `code` and `words` are its own; they may name paths of the machine, so a use-case
 * says in its own words what it means.
 */
export class AgentRefusal extends Error {
  override name = 'AgentRefusal'
  readonly code: string
  readonly words: string

  constructor(method: string, code: string, words: string) {
    super(`${method}: ${code}: ${words}`)
    this.code = code
    this.words = words
  }
}
