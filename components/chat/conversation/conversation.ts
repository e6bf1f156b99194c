import { type AttachedFile, withoutBytes } from '../attachments/attachment'
import type { Shelf } from '../attachments/shelf'
import type { Clock } from '../clock'
import type { Outbox } from '../kept/outbox'
import type { AgentSocket } from '../socket/agent-socket'
import type { EventFrame, Hello } from '../socket/protocol'
import { RequestFailed, type SocketState } from '../socket/socket-state'
import { HistoryPage } from '../thread/history-page'
import { reduceThread, type ThreadEvent } from '../thread/reduce'
import { AgentEvent, ChatEvent } from '../thread/run-event'
import { messageOf } from '../thread/send-key'
import { emptyThread, isBusy, nextToSend, stoppableRunId, type Thread } from '../thread/thread'
import { Stopped } from './answers'
import { handOver } from './courier'
import type { FirstTask } from './first-task'
import { explainAfterMs, patienceMs, retryAfterMs } from './patience'

/** What a conversation shows. A new object whenever anything of it changes. */
export interface ConversationView {
  thread: Thread
  connection: SocketState
  /** History was read since the connection stands: what is on the screen is how things are. */
  isCurrent: boolean
  model: Hello['model'] | null
  isStopping: boolean
  /** Why the last wish of the person (stop, earlier messages) was not granted. */
  problem: string | null
}

export interface ConversationDeps {
  sessionKey: string
  socket: AgentSocket
  clock: Clock
  outbox: Outbox
  shelf: Shelf
  newId: () => string
  firstTask: FirstTask
}

const firstPageSize = 100
/** The next larger page each time earlier messages are asked for; the gateway gives no more at once. */
const largerPage: Readonly<Record<number, number>> = { 100: 300, 300: 1_000 }
/** Longer than any message or answer; without it every text ends after 8,000 characters. */
const mostCharacters = 400_000
const historyTimeoutMs = 30_000
/** An older message that was left unsent is not sent without the person: the moment may have passed. */
const staleSendMs = 10 * 60_000

/**
 * One conversation with an agent: holds the thread, reads history whenever something needs it, and hands
 * messages over one at a time. Several share a socket. It draws nothing and knows no framework.
 */
export class Conversation {
  readonly #deps: ConversationDeps
  readonly #listeners = new Set<() => void>()
  #view: ConversationView
  #pageSize = firstPageSize
  #isReading = false
  #isHandingOver = false
  #stops: (() => void)[] = []
  #stopWatch = () => {}

  constructor(deps: ConversationDeps) {
    this.#deps = deps
    this.#view = {
      thread: emptyThread,
      connection: deps.socket.state,
      isCurrent: false,
      model: null,
      isStopping: false,
      problem: null,
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly view = (): ConversationView => this.#view

  /** Listens to the socket, which may stand already. */
  start(): void {
    const { socket } = this.#deps
    this.#restore()
    this.#stops = [
      socket.onState((state) => this.#onState(state)),
      socket.onEvent((event) => this.#onEvent(event)),
    ]
    this.#onState(socket.state)
  }

  stop(): void {
    this.#stopWatch()
    for (const stop of this.#stops.splice(0)) stop()
    this.#dispatch({ type: 'disconnected' })
  }

  /** Writes a message. It is handed over as soon as the agent can take it. */
  send(text: string, files: readonly AttachedFile[] = []): void {
    const id = this.#deps.newId()
    if (files.length > 0) void this.#deps.shelf.put(id, files)
    const attachments = files.map(withoutBytes)
    const atMs = this.#deps.clock.now()
    this.#dispatch({ type: 'written', send: { id, text, attachments, atMs } })
  }

  /** Says the same again as a new message, with the files of the old one where this browser has them. */
  async sendAgain(text: string, about: { messageId: string | null; failedId?: string }) {
    const { messageId, failedId } = about
    const files = messageId === null ? [] : await this.#deps.shelf.get(messageId)
    if (failedId !== undefined) this.remove(failedId)
    this.send(text, files)
  }

  /** Takes a message back that was not handed over. */
  remove(id: string): void {
    this.#deps.firstTask.noteRemoved(id)
    this.#dispatch({ type: 'removed', id })
    void this.#deps.shelf.drop(messageOf(id))
  }

  /** The task from onboarding. Its id is the same every time, so it is one message however often it is offered. */
  offerFirstTask(text: string): void {
    const id = this.#deps.firstTask.offer()
    this.#dispatch({ type: 'written', send: { id, text, atMs: this.#deps.clock.now() } })
  }

  loadEarlier(): void {
    this.#pageSize = largerPage[this.#pageSize] ?? this.#pageSize
    void this.#readHistory()
  }

  async stopRun(): Promise<void> {
    if (this.#view.isStopping || !isBusy(this.#view.thread)) return
    this.#patch({ isStopping: true, problem: null })
    try {
      const runId = stoppableRunId(this.#view.thread)
      const isStopped = runId !== undefined && (await this.#abort({ runId }))
      // The gateway may have put our message under a run of another name.
      if (!isStopped) await this.#abort({})
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error
      this.#patch({ problem: 'Your agent could not be stopped. Try again in a moment.' })
    } finally {
      this.#patch({ isStopping: false })
    }
  }

  async #abort(which: { runId?: string }): Promise<boolean> {
    const answer = await this.#deps.socket.request('chat.abort', {
      sessionKey: this.#deps.sessionKey,
      ...which,
    })
    return Stopped.parse(answer).aborted
  }

  #restore(): void {
    const nowMs = this.#deps.clock.now()
    const { outbox } = this.#deps
    // Both are read first: what is dispatched is written down again at once.
    const [dismissed, sends] = [outbox.readDismissed(), outbox.read()]
    for (const id of dismissed) this.#dispatch({ type: 'removed', id })
    for (const kept of sends) {
      const { id, text, attachments, createdAtMs, problem } = kept
      this.#dispatch({ type: 'written', send: { id, text, attachments, atMs: createdAtMs } })
      const isStale = nowMs - createdAtMs > staleSendMs
      if (problem === null && !isStale) continue
      const stale = 'This message may not have reached your agent.'
      this.#dispatch({ type: 'refused', id, problem: problem ?? stale })
    }
  }

  #onState(connection: SocketState): void {
    const model = this.#deps.socket.hello?.model ?? null
    this.#patch({ connection, model, isCurrent: false })
    switch (connection.name) {
      case 'ready':
        return this.#dispatch({ type: 'connected' })
      case 'restarting':
      case 'failed':
        return this.#dispatch({ type: 'gatewayLost' })
      case 'connecting':
      case 'preparing':
      case 'offline':
      case 'ended':
        return this.#dispatch({ type: 'disconnected' })
      default:
        return connection satisfies never
    }
  }

  #onEvent(frame: EventFrame): void {
    const atMs = this.#deps.clock.now()
    if (frame.event === 'chat') {
      const event = ChatEvent.safeParse(frame.payload)
      if (event.success && this.#isOurs(event.data.sessionKey)) {
        this.#dispatch({ type: 'chatEvent', event: event.data, atMs })
      }
    } else if (frame.event === 'agent') {
      const event = AgentEvent.safeParse(frame.payload)
      if (event.success && this.#isOurs(event.data.sessionKey)) {
        this.#dispatch({ type: 'agentEvent', event: event.data, atMs })
      }
    }
  }

  /** The socket hears every session of the agent; each conversation listens to its own. */
  #isOurs(sessionKey: string): boolean {
    return sessionKey === this.#deps.sessionKey
  }

  #dispatch(event: ThreadEvent): void {
    const thread = reduceThread(this.#view.thread, event)
    if (thread === this.#view.thread) return
    this.#deps.outbox.keep(thread.sends)
    this.#deps.outbox.keepDismissed(thread.dismissed)
    this.#patch({ thread })
    this.#arrange()
  }

  #patch(part: Partial<ConversationView>): void {
    this.#view = { ...this.#view, ...part }
    for (const listener of this.#listeners) listener()
  }

  /** What follows from the thread as it is now. */
  #arrange(): void {
    this.#stopWatch()
    if (this.#view.connection.name !== 'ready') return
    const { thread } = this.#view
    this.#deps.firstTask.note(thread)
    if (!thread.isSynced) void this.#readHistory()
    else if (thread.needsHistory) this.#after(explainAfterMs, () => void this.#readHistory())
    else if (nextToSend(thread) !== undefined) void this.#handOver()
    else if (isBusy(thread)) {
      this.#after(patienceMs(thread, this.#deps.clock.now()), () => this.#doubt())
    }
  }

  #after(ms: number, action: () => void): void {
    this.#stopWatch()
    this.#stopWatch = this.#deps.clock.after(ms, action)
  }

  #doubt(): void {
    if (this.#view.connection.name === 'ready') this.#dispatch({ type: 'doubted' })
  }

  async #readHistory(): Promise<void> {
    if (this.#isReading) return
    this.#isReading = true
    const { life } = this.#view.thread
    try {
      const { sessionKey } = this.#deps
      const params = { sessionKey, limit: this.#pageSize, maxChars: mostCharacters }
      const answer = await this.#deps.socket.request('chat.history', params, historyTimeoutMs)
      this.#isReading = false
      // What was read for an older life says nothing about what happened since.
      if (life !== this.#view.thread.life) return this.#arrange()
      const atMs = this.#deps.clock.now()
      this.#view = { ...this.#view, isCurrent: true }
      this.#dispatch({ type: 'historyRead', page: HistoryPage.parse(answer), atMs })
    } catch (error) {
      this.#isReading = false
      if (!(error instanceof RequestFailed)) throw error
      if (this.#view.connection.name === 'ready') this.#after(retryAfterMs, () => this.#arrange())
    }
  }

  async #handOver(): Promise<void> {
    const send = nextToSend(this.#view.thread)
    if (send === undefined || this.#isHandingOver) return
    const { id } = send
    this.#isHandingOver = true
    this.#dispatch({ type: 'handedOver', id })
    const handover = await handOver(this.#deps, this.#deps.sessionKey, send)
    this.#isHandingOver = false
    switch (handover.result) {
      case 'accepted': {
        const atMs = this.#deps.clock.now()
        return this.#dispatch({ type: 'accepted', id, isDone: handover.isDone, atMs })
      }
      case 'refused':
        return this.#dispatch({ type: 'refused', id, problem: handover.problem })
      case 'unknown':
        return this.#after(retryAfterMs, () => this.#doubt())
      default:
        return handover satisfies never
    }
  }
}
