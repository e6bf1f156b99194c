import type { Clock } from '../clock'
import { reconnectDelayMs } from './backoff'
import { PendingRequests } from './pending-requests'
import {
  type AgentState,
  closeCodes,
  type EventFrame,
  Frame,
  Hello,
  StateChange,
  socketProtocol,
  ticketProtocolPrefix,
} from './protocol'
import {
  type EndCause,
  type LinkListener,
  type OfflineCause,
  type OpenSocket,
  RequestFailed,
  type SocketLink,
  type SocketState,
  TicketRefused,
} from './socket-state'

/** Covers a slow phone: ticket to first frame. */
const helloTimeoutMs = 15_000
const requestTimeoutMs = 20_000
/** After this much silence we ask whether anybody is there: a dead connection says nothing either. */
const silenceLimitMs = 45_000
const probeTimeoutMs = 10_000
/** A connection that lived this long was a good one: the next loss starts with short waits again. */
const steadyAfterMs = 10_000
/** Waits start here when the host says that it has too much to do. */
const overloadedAttempt = 3

interface Deps {
  mintTicket: () => Promise<{ token: string; path: string }>
  openSocket: OpenSocket
  clock: Clock
  random: () => number
}

interface Connection {
  link: SocketLink | null
  greetedAtMs: number | null
  heardAtMs: number
}

/**
 * The way to one agent. Connects with a fresh ticket, comes back by itself after a loss, and tells
 * what it knows as one `SocketState`. It never repeats a request: only the caller knows which may be.
 */
export class AgentSocket {
  readonly #deps: Deps
  readonly #pending: PendingRequests
  readonly #stateListeners = new Set<(state: SocketState) => void>()
  readonly #eventListeners = new Set<(event: EventFrame) => void>()
  #state: SocketState = { name: 'connecting', attempt: 0 }
  #hello: Hello | null = null
  #connection: Connection | null = null
  #attempt = 0
  #wasReady = false
  #hasNetwork = true
  #stopTimer = () => {}

  constructor(deps: Deps) {
    this.#deps = deps
    this.#pending = new PendingRequests(deps.clock)
  }

  get state(): SocketState {
    return this.#state
  }

  /** What the host said last when it greeted us; null before the first greeting. */
  get hello(): Hello | null {
    return this.#hello
  }

  onState(listener: (state: SocketState) => void): () => void {
    this.#stateListeners.add(listener)
    return () => this.#stateListeners.delete(listener)
  }

  /** Hears the gateway's own events; those of the host are told as states. */
  onEvent(listener: (event: EventFrame) => void): () => void {
    this.#eventListeners.add(listener)
    return () => this.#eventListeners.delete(listener)
  }

  start(): void {
    if (this.#connection === null) this.#connect()
  }

  /** Ends the connection and every wait. `start` begins anew. */
  stop(): void {
    this.#stopTimer()
    const link = this.#connection?.link
    this.#connection = null
    link?.close(1000)
    this.#pending.giveUp('closed')
  }

  /** Calls a method of the gateway. Rejects with `RequestFailed`. */
  request(
    method: string,
    params: Record<string, unknown>,
    timeoutMs = requestTimeoutMs,
  ): Promise<unknown> {
    const connection = this.#connection
    if (connection === null || connection.link === null || connection.greetedAtMs === null) {
      return Promise.reject(new RequestFailed('closed', 'there is no connection', false))
    }
    const { id, answer } = this.#pending.open(timeoutMs)
    connection.link.send(JSON.stringify({ type: 'req', id, method, params }))
    return answer
  }

  /** Skips the wait before the next try. Does nothing while a connection stands or is being made. */
  retryNow(): void {
    if (this.#state.name !== 'offline') return
    this.#connect()
  }

  /**
   * The browser's own word on its network. It is only a hint: an agent on the same machine is
   * reachable without any, so a standing connection is left alone.
   */
  noteNetwork(isOnline: boolean): void {
    this.#hasNetwork = isOnline
    if (isOnline) this.retryNow()
    else if (this.#state.name === 'offline') this.#setState({ ...this.#state, cause: 'no-network' })
  }

  /** The page is looked at again; after a sleep, timers alone would notice a dead socket too late. */
  noteVisible(): void {
    if (this.#connection !== null && this.#isSilent()) this.#probe(this.#connection)
    else this.retryNow()
  }

  #connect(): void {
    this.#stopTimer()
    const connection: Connection = { link: null, greetedAtMs: null, heardAtMs: 0 }
    this.#connection = connection
    this.#setState({ name: 'connecting', attempt: this.#attempt })
    this.#stopTimer = this.#deps.clock.after(helloTimeoutMs, () => this.#lose(connection, null))
    this.#deps.mintTicket().then(
      ({ token, path }) => {
        if (this.#connection !== connection) return
        const protocols = [socketProtocol, `${ticketProtocolPrefix}${token}`]
        connection.link = this.#deps.openSocket(path, protocols, this.#listener(connection))
      },
      (error: unknown) => this.#refused(connection, error),
    )
  }

  #listener(connection: Connection): LinkListener {
    return {
      onText: (text) => {
        if (this.#connection === connection) this.#receive(connection, text)
      },
      onClosed: (code) => {
        if (this.#connection === connection) this.#closed(connection, code)
      },
    }
  }

  #receive(connection: Connection, text: string): void {
    connection.heardAtMs = this.#deps.clock.now()
    const parsed = Frame.safeParse(JSON.parse(text))
    // Frames of a kind we do not know belong to newer clients.
    if (!parsed.success) return
    const frame = parsed.data
    if (frame.type === 'res') this.#pending.answer(frame)
    else if (frame.event === 'rockpool.hello') this.#greeted(connection, Hello.parse(frame.payload))
    else if (frame.event === 'rockpool.state') this.#changed(StateChange.parse(frame.payload))
    else for (const listener of this.#eventListeners) listener(frame)
  }

  #greeted(connection: Connection, hello: Hello): void {
    connection.greetedAtMs = this.#deps.clock.now()
    this.#hello = hello
    this.#watchSilence(connection)
    this.#changed({ state: hello.state, readyInMs: hello.readyInMs, reason: null })
  }

  #changed({ state, readyInMs, reason }: StateChange): void {
    // What was sent to the gateway that died is answered by nobody.
    if (state === 'starting' && this.#state.name === 'ready') this.#pending.giveUp('restarted')
    this.#setState(this.#stateFor(state, readyInMs, reason))
    if (state === 'ready') this.#wasReady = true
  }

  #stateFor(state: AgentState, readyInMs: number | null, reason: string | null): SocketState {
    switch (state) {
      case 'ready':
        return { name: 'ready' }
      case 'failed':
        return { name: 'failed', reason }
      case 'starting':
      case 'preparing':
        return this.#wasReady
          ? { name: 'restarting', reason, readyInMs }
          : { name: 'preparing', readyInMs }
      default:
        return state satisfies never
    }
  }

  #closed(connection: Connection, code: number): void {
    if (code === closeCodes.revoked) return this.#end('revoked', null)
    if (code === closeCodes.signedOut) return this.#end('signed-out', null)
    if (code === closeCodes.overloaded) {
      this.#attempt = Math.max(this.#attempt, overloadedAttempt)
    }
    // A newer lease is there already. But a host that says so at once each time must not be hammered.
    const isSteady = this.#isSteady(connection)
    this.#lose(connection, code === closeCodes.superseded && isSteady ? 0 : null)
  }

  #refused(connection: Connection, error: unknown): void {
    if (this.#connection !== connection) return
    if (!(error instanceof TicketRefused)) return this.#lose(connection, null)
    if (error.ends !== null) this.#end(error.ends, error.message)
    else this.#lose(connection, null, { cause: 'refused', sentence: error.message })
  }

  /** Gives the connection up and arranges the next try; `waitMs` null leaves the wait to the backoff. */
  #lose(
    connection: Connection,
    waitMs: number | null,
    why: { cause: OfflineCause; sentence: string | null } = {
      cause: this.#hasNetwork ? 'unreachable' : 'no-network',
      sentence: null,
    },
  ): void {
    if (this.#connection !== connection) return
    if (this.#isSteady(connection)) this.#attempt = 0
    this.stop()
    const delayMs = waitMs ?? reconnectDelayMs(this.#attempt, this.#deps.random)
    this.#attempt += 1
    if (delayMs === 0) return this.#connect()
    this.#stopTimer = this.#deps.clock.after(delayMs, () => this.#connect())
    this.#setState({ name: 'offline', ...why, retryAtMs: this.#deps.clock.now() + delayMs })
  }

  #end(cause: EndCause, sentence: string | null): void {
    this.stop()
    this.#setState({ name: 'ended', cause, sentence })
  }

  #watchSilence(connection: Connection): void {
    this.#stopTimer()
    const heardAgoMs = this.#deps.clock.now() - connection.heardAtMs
    const waitMs = heardAgoMs < silenceLimitMs ? silenceLimitMs - heardAgoMs : silenceLimitMs
    this.#stopTimer = this.#deps.clock.after(waitMs, () => {
      if (this.#isSilent()) this.#probe(connection)
      else this.#watchSilence(connection)
    })
  }

  /** The cheapest question that only a living gateway answers; a refusal is an answer too. */
  #probe(connection: Connection): void {
    const question = { sessionKey: this.#hello?.sessionKey ?? '', limit: 1 }
    this.#stopTimer()
    this.request('chat.history', question, probeTimeoutMs).then(
      () => this.#watchSilenceOf(connection),
      (error: unknown) => {
        const isAnswered = error instanceof RequestFailed && error.code !== 'timeout'
        if (isAnswered) this.#watchSilenceOf(connection)
        else this.#lose(connection, 0)
      },
    )
  }

  #watchSilenceOf(connection: Connection): void {
    if (this.#connection === connection) this.#watchSilence(connection)
  }

  /** While the gateway starts, silence is normal. */
  #isSilent(): boolean {
    const connection = this.#connection
    if (connection === null || this.#state.name !== 'ready') return false
    return this.#deps.clock.now() - connection.heardAtMs >= silenceLimitMs
  }

  #isSteady(connection: Connection): boolean {
    const { greetedAtMs } = connection
    return greetedAtMs !== null && this.#deps.clock.now() - greetedAtMs >= steadyAfterMs
  }

  #setState(state: SocketState): void {
    this.#state = state
    for (const listener of this.#stateListeners) listener(state)
  }
}
