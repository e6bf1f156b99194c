import { wordsOf } from '../start-problem'

type Close = (hurry: AbortSignal) => unknown

/** What was opened, closed in reverse. One that fails is said and does not keep the others open. */
export class Closer {
  readonly #steps: { name: string; close: Close }[] = []
  #closing: Promise<boolean> | undefined

  add(name: string, close: Close): void {
    this.#steps.push({ name, close })
  }

  /** Answers whether everything closed as it should. Repeatable: later callers wait for the first. */
  closeAll(hurry: AbortSignal, say: (line: string) => void): Promise<boolean> {
    this.#closing ??= this.#closeInReverse(hurry, say)
    return this.#closing
  }

  async #closeInReverse(hurry: AbortSignal, say: (line: string) => void): Promise<boolean> {
    let isClean = true
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step.close(hurry)
      } catch (error) {
        isClean = false
        say(`${step.name} did not close: ${wordsOf(error)}`)
      }
    }
    return isClean
  }
}
