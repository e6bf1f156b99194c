import type { Clock } from './clock'

type Timer = { dueMs: number; action: () => void }

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #nowMs = 1_800_000_000_000
  readonly #timers = new Set<Timer>()

  now(): number {
    return this.#nowMs
  }

  after(ms: number, action: () => void): () => void {
    const timer: Timer = { dueMs: this.#nowMs + ms, action }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Lets `ms` pass: timers fire in order, and everything they start settles before the next one. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms
    await settle()
    for (let next = this.#next(untilMs); next !== undefined; next = this.#next(untilMs)) {
      this.#timers.delete(next)
      this.#nowMs = next.dueMs
      next.action()
      await settle()
    }
    this.#nowMs = untilMs
  }

  /** Time passes and no timer fires, as on a machine that is asleep. */
  sleepThrough(ms: number): void {
    this.#nowMs += ms
  }

  /** How long until the earliest timer, or undefined when none is set. */
  get nextInMs(): number | undefined {
    const next = this.#next(Number.POSITIVE_INFINITY)
    return next === undefined ? undefined : next.dueMs - this.#nowMs
  }

  #next(untilMs: number): Timer | undefined {
    let earliest: Timer | undefined
    for (const timer of this.#timers) {
      if (timer.dueMs <= untilMs && (earliest === undefined || timer.dueMs < earliest.dueMs)) {
        earliest = timer
      }
    }
    return earliest
  }
}

/** Lets everything that is already resolved run: a macrotask comes after all pending microtasks. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
