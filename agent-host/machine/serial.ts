/** Runs pieces of work strictly one after the other. One that fails does not keep the next from running. */
export class Serial {
  #tail: Promise<unknown> = Promise.resolve()
  readonly #onFailure: (error: unknown) => void

  /** `onFailure` hears of every piece that threw; whoever asked for it hears it too. */
  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#tail.then(work)
    this.#tail = done.catch((error: unknown) => this.#onFailure(error))
    return done
  }
}
