import type { Clock } from '../clock'
import type { ResponseFrame } from './protocol'
import { RequestFailed } from './socket-state'

interface Pending {
  resolve: (payload: unknown) => void
  reject: (error: RequestFailed) => void
  stopTimer: () => void
}

const unexplained = { code: 'UNKNOWN', message: 'no reason given', retryable: false }

/** Requests on their way, by id. Each ends exactly once: answered, timed out or given up. */
export class PendingRequests {
  readonly #clock: Clock
  readonly #open = new Map<string, Pending>()
  #lastId = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  open(timeoutMs: number): { id: string; answer: Promise<unknown> } {
    this.#lastId += 1
    const id = `b${this.#lastId}`
    const answer = new Promise<unknown>((resolve, reject) => {
      const stopTimer = this.#clock.after(timeoutMs, () => {
        this.#open.delete(id)
        reject(new RequestFailed('timeout', `no answer in ${timeoutMs} ms`, false))
      })
      this.#open.set(id, { resolve, reject, stopTimer })
    })
    return { id, answer }
  }

  answer(frame: ResponseFrame): void {
    const pending = this.#take(frame.id)
    if (pending === undefined) return
    if (frame.ok) pending.resolve(frame.payload)
    else {
      const { code, message, retryable } = frame.error ?? unexplained
      // The host answers like this for a gateway that died with the request.
      pending.reject(new RequestFailed(code, message, retryable !== true))
    }
  }

  giveUp(code: 'closed' | 'restarted'): void {
    for (const id of [...this.#open.keys()]) {
      this.#take(id)?.reject(new RequestFailed(code, 'the connection was lost first', false))
    }
  }

  #take(id: string): Pending | undefined {
    const pending = this.#open.get(id)
    pending?.stopTimer()
    this.#open.delete(id)
    return pending
  }
}
