import { messageOf } from '../thread/send-key'
import type { Thread } from '../thread/thread'

/** The task from onboarding: one message however often it is offered, reported once it is told. */
export class FirstTask {
  readonly #ownId: string
  readonly #report: () => Promise<unknown>
  #isOpen = false

  constructor(agentId: string, report: () => Promise<unknown>) {
    this.#ownId = `first-${agentId}`
    this.#report = report
  }

  /** The id to write it under, the same every time. */
  offer(): string {
    this.#isOpen = true
    return this.#ownId
  }

  /** A first task that is taken back is done with. */
  noteRemoved(messageId: string): void {
    if (messageOf(messageId) === this.#ownId) this.#done()
  }

  note({ sends, turns }: Thread): void {
    if (!this.#isOpen) return
    const isTold = turns.some(
      (turn) =>
        turn.kind === 'person' && turn.sendId !== null && messageOf(turn.sendId) === this.#ownId,
    )
    const own = sends.find((send) => messageOf(send.id) === this.#ownId)
    if (isTold || own?.phase === 'accepted' || own?.phase === 'settled') this.#done()
  }

  #done(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    // A report that is lost costs nothing: the next ticket offers the task again, history shows that it
    // was told, and it is reported once more.
    this.#report().catch(() => undefined)
  }
}
