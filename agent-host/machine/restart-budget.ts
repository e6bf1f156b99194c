import type { Clock } from '../core/clock'

/** Five deaths within ten minutes are a crash loop: going on would burn the host for nothing. */
const mostRestarts = 5
const windowMs = 10 * 60_000

/** Whether a gateway that died may come back, and after how long a pause. */
export class RestartBudget {
  readonly #clock: Clock
  #deaths: number[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Milliseconds to wait before the next boot (0 for the first), or null when it is a crash loop. */
  next(): number | null {
    const now = this.#clock.now()
    this.#deaths = this.#deaths.filter((at) => now - at < windowMs)
    this.#deaths.push(now)
    const count = this.#deaths.length
    if (count > mostRestarts) return null
    return count === 1 ? 0 : Math.min(1_000 * 2 ** (count - 2), 15_000)
  }

  reset(): void {
    this.#deaths = []
  }
}
