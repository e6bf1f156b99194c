interface Waiter {
  urgent: boolean
  admit: () => void
}

const extraForUrgent = 1

/**
 * How many gateways may boot side by side. A boot burns ten CPU-seconds, so a crowd of them makes
 * everybody wait. Agents that somebody owns go before the pool's spares, and one of them may boot beside a
 * full house: its person looks at the screen, while a spare's boot and warm-up take half a minute.
 */
export class BootSlots {
  readonly #size: number
  #taken = 0
  readonly #waiting: Waiter[] = []

  constructor(size: number) {
    this.#size = size
  }

  get size(): number {
    return this.#size
  }

  /** How many boots run or wait now. */
  get load(): number {
    return this.#taken + this.#waiting.length
  }

  /** Runs `work` when a slot is free. Rejects with the signal's reason when it is aborted while waiting. */
  async run<T>(urgent: boolean, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#enter(urgent, signal)
    try {
      return await work()
    } finally {
      this.#taken -= 1
      const next = this.#waiting.findIndex(({ urgent: isUrgent }) => isUrgent)
      const isNextUrgent = next !== -1
      if (this.#hasRoom(isNextUrgent)) {
        const [waiter] = this.#waiting.splice(isNextUrgent ? next : 0, 1)
        waiter?.admit()
      }
    }
  }

  #hasRoom(urgent: boolean): boolean {
    return this.#taken < this.#size + (urgent ? extraForUrgent : 0)
  }

  async #enter(urgent: boolean, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#hasRoom(urgent)) {
      this.#taken += 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        urgent,
        admit: () => {
          signal.removeEventListener('abort', leave)
          this.#taken += 1
          resolve()
        },
      }
      const leave = () => {
        const at = this.#waiting.indexOf(waiter)
        if (at !== -1) this.#waiting.splice(at, 1)
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
      }
      signal.addEventListener('abort', leave, { once: true })
      this.#waiting.push(waiter)
    })
  }
}
