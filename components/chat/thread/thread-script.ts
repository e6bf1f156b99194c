import type { HistoryPage } from './history-page'
import { type ThreadItem, threadItems } from './items'
import { reduceThread, type ThreadEvent } from './reduce'
import type { AgentEvent, ChatEvent } from './run-event'
import { emptyThread, type Thread } from './thread'

/** Plays a conversation and reads it back as lines, so that a test shows what a person would see. */
export class ThreadScript {
  thread: Thread = emptyThread
  #nowMs = 10_000

  do(event: ThreadEvent): this {
    this.thread = reduceThread(this.thread, event)
    return this
  }

  connect(page: HistoryPage): this {
    return this.do({ type: 'connected' }).read(page)
  }

  read(page: HistoryPage): this {
    return this.do({ type: 'historyRead', page, atMs: this.#tick() })
  }

  write(id: string, text: string): this {
    return this.do({ type: 'written', send: { id, text, atMs: this.#tick() } })
  }

  /** Written, handed over and acknowledged. */
  send(id: string, text: string): this {
    return this.write(id, text).do({ type: 'handedOver', id }).accept(id)
  }

  accept(id: string): this {
    return this.do({ type: 'accepted', id, isDone: false, atMs: this.#tick() })
  }

  hear(...events: (ChatEvent | AgentEvent)[]): this {
    for (const event of events) {
      const atMs = this.#tick()
      if ('state' in event) this.do({ type: 'chatEvent', event, atMs })
      else this.do({ type: 'agentEvent', event, atMs })
    }
    return this
  }

  get items(): ThreadItem[] {
    return threadItems(this.thread, () => 'one day').filter((item) => item.kind !== 'day')
  }

  /** `you: text [delivery]`, `agent: pieces [end]`, `-- notice`. */
  get lines(): string[] {
    return this.items.map((item) => {
      if (item.kind === 'notice') return `-- ${item.notice}`
      if (item.kind === 'day') return ''
      if (item.kind === 'person') {
        return `you: ${item.text}${item.delivery === 'told' ? '' : ` [${item.delivery}]`}`
      }
      const pieces = item.segments.map((one) =>
        one.kind === 'text' ? one.text.trim() : `(${one.name} ${one.phase})`,
      )
      const state = item.end ?? item.activity
      return `agent: ${pieces.join(' ')}${state === 'final' ? '' : ` [${state}]`}`
    })
  }

  #tick(): number {
    this.#nowMs += 10
    return this.#nowMs
  }
}
