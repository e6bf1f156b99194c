const dots = '••••••'

/** A value that never prints itself: not in a log, not in JSON, not in an error. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The value itself. Every call is a place to look at when a secret has leaked. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return dots
  }

  toJSON(): string {
    return dots
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return dots
  }
}
