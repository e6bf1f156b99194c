import type { Clock } from '../clock'
import type { AgentSocket } from '../socket/agent-socket'
import type { EventFrame, Hello } from '../socket/protocol'
import { RequestFailed, type SocketState } from '../socket/socket-state'
import { HistoryPage } from '../thread/history-page'
import { reduceThread, type ThreadEvent } from '../thread/reduce'
import { AgentEvent, ChatEvent } from '../thread/run-event'
import { messageOf } from '../thread/send-key'
import { emptyThread, isBusy, nextToSend, stoppableRunId, type Thread } from '../thread/thread'
import { Acknowledged, Stopped, sentenceFor } from './answers'
import type { Outbox } from './outbox'

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

interface Deps {
  agentId: string
  socket: AgentSocket
  clock: Clock
  outbox: Outbox
  newId: () => string
  /** Reports that the first task is in the agent's hands. */
  firstTaskSent: () => Promise<unknown>
}

const firstPageSize = 100
/** The host lets no more through in one answer. */
const largestPageSize = 500
const historyTimeoutMs = 30_000
const sendTimeoutMs = 30_000
/** Events come in bursts; one reading explains them all. */
const explainAfterMs = 150
const retryAfterMs = 1_500
/** A run this quiet is asked about. Models may think for minutes, so it is only a question. */
const quietRunMs = 60_000
/** The same for work that we have not heard of at all, such as one taken up after a restart. */
const unheardRunMs = 5_000
/** An older message that was left unsent is not sent without the person: the moment may have passed. */
const staleSendMs = 10 * 60_000

/**
 * One agent's conversation: holds the thread, reads history whenever something needs it, and hands
 * messages over one at a time. It draws nothing and knows no framework.
 */
export class Conversation {
  readonly #deps: Deps
  readonly #listeners = new Set<() => void>()
  #view: ConversationView
  #pageSize = firstPageSize
  #isReading = false
  #isHandingOver = false
  #firstTaskId: string | null = null
  #stops: (() => void)[] = []
  #stopWatch = () => {}

  constructor(deps: Deps) {
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

  start(): void {
    const { socket } = this.#deps
    this.#restore()
    this.#stops = [
      socket.onState((state) => this.#onState(state)),
      socket.onEvent((event) => this.#onEvent(event)),
    ]
    socket.start()
  }

  stop(): void {
    this.#stopWatch()
    for (const stop of this.#stops.splice(0)) stop()
    this.#deps.socket.stop()
    this.#dispatch({ type: 'disconnected' })
  }

  /** Writes a message. It is handed over as soon as the agent can take it. */
  send(text: string): void {
    const atMs = this.#deps.clock.now()
    this.#dispatch({ type: 'written', send: { id: this.#deps.newId(), text, atMs } })
  }

  /** Writes the same words again as a new message; `failedId` is the one it stands for. */
  sendAgain(text: string, failedId?: string): void {
    if (failedId !== undefined) this.#dispatch({ type: 'removed', id: failedId })
    this.send(text)
  }

  /** Takes a message back that was not handed over. A first task that is taken back is done with. */
  remove(id: string): void {
    if (messageOf(id) === this.#firstTaskId) this.#reportFirstTask(true)
    this.#dispatch({ type: 'removed', id })
  }

  /** The task from onboarding. Its id is the same every time, so it is one message however often it is offered. */
  offerFirstTask(text: string): void {
    this.#firstTaskId = `first-${this.#deps.agentId}`
    const atMs = this.#deps.clock.now()
    this.#dispatch({ type: 'written', send: { id: this.#firstTaskId, text, atMs } })
  }

  loadEarlier(): void {
    this.#pageSize = largestPageSize
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
      sessionKey: this.#sessionKey(),
      ...which,
    })
    return Stopped.parse(answer).aborted
  }

  #restore(): void {
    const nowMs = this.#deps.clock.now()
    for (const id of this.#deps.outbox.readDismissed()) this.#dispatch({ type: 'removed', id })
    for (const kept of this.#deps.outbox.read()) {
      const { id, text, createdAtMs, problem } = kept
      this.#dispatch({ type: 'written', send: { id, text, atMs: createdAtMs } })
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

  /** The socket hears every session of the agent; scheduled work and channels have their own. */
  #isOurs(sessionKey: string): boolean {
    return sessionKey === this.#sessionKey()
  }

  #sessionKey(): string {
    return this.#deps.socket.hello?.sessionKey ?? ''
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
    this.#reportFirstTask()
    if (!thread.isSynced) void this.#readHistory()
    else if (thread.needsHistory) this.#after(explainAfterMs, () => void this.#readHistory())
    else if (nextToSend(thread) !== undefined) void this.#handOver()
    else if (isBusy(thread)) this.#after(this.#patienceMs(), () => this.#doubt())
  }

  #after(ms: number, action: () => void): void {
    this.#stopWatch()
    this.#stopWatch = this.#deps.clock.after(ms, action)
  }

  #patienceMs(): number {
    const { thread } = this.#view
    const heard = thread.runs.filter((run) => run.end === null).map((run) => run.heardAtMs)
    if (heard.length === 0) return thread.isBusyElsewhere ? unheardRunMs : quietRunMs
    const quietMs = this.#deps.clock.now() - Math.max(...heard)
    return Math.max(unheardRunMs, quietRunMs - quietMs)
  }

  #doubt(): void {
    if (this.#view.connection.name === 'ready') this.#dispatch({ type: 'doubted' })
  }

  async #readHistory(): Promise<void> {
    if (this.#isReading) return
    this.#isReading = true
    const { life } = this.#view.thread
    try {
      const params = { sessionKey: this.#sessionKey(), limit: this.#pageSize }
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
    const { id, text } = send
    this.#isHandingOver = true
    this.#dispatch({ type: 'handedOver', id })
    try {
      const params = { sessionKey: this.#sessionKey(), message: text, idempotencyKey: id }
      const answer = await this.#deps.socket.request('chat.send', params, sendTimeoutMs)
      this.#isHandingOver = false
      const { status } = Acknowledged.parse(answer)
      const atMs = this.#deps.clock.now()
      this.#dispatch({ type: 'accepted', id, isDone: status === 'ok', atMs })
    } catch (error) {
      this.#isHandingOver = false
      if (!(error instanceof RequestFailed)) throw error
      if (error.isRefused) this.#dispatch({ type: 'refused', id, problem: sentenceFor(error) })
      // Nobody knows whether it arrived; history does.
      else this.#after(retryAfterMs, () => this.#doubt())
    }
  }

  #reportFirstTask(isTakenBack = false): void {
    const id = this.#firstTaskId
    if (id === null) return
    const { sends, turns } = this.#view.thread
    const isTold = turns.some(
      (turn) => turn.kind === 'person' && turn.sendId !== null && messageOf(turn.sendId) === id,
    )
    const own = sends.find((send) => messageOf(send.id) === id)
    const isTaken = own?.phase === 'accepted' || own?.phase === 'settled'
    if (!isTold && !isTaken && !isTakenBack) return
    this.#firstTaskId = null
    // A report that is lost costs nothing: the next ticket offers the task again, history shows that it
    // was told, and it is reported once more.
    this.#deps.firstTaskSent().catch(() => undefined)
  }
}
