import type { WebSocket } from 'ws'
import type { Clock } from '../core/clock'
import { describeError } from '../core/errors'
import type { Log } from '../core/log'
import { dialGateway } from '../gateway/dial'
import type { SessionId } from '../protocol/ids'
import {
  BrowserRequest,
  closeCodes,
  type HelloEvent,
  maxFrameBytes,
  pictureMethod,
  type StateEvent,
} from '../protocol/socket'
import type { Ticket } from '../protocol/ticket'
import { mayReachBrowser, permit } from './methods'
import { Pictures } from './pictures'
import { RateBound } from './rate-bound'
import type { SocketMachine } from './socket-machine'

export interface AgentSocketParts {
  browser: WebSocket
  machine: SocketMachine
  ticket: Ticket
  model: HelloEvent['payload']['model']
  /** Estimate of how long the machine still needs, null when nobody knows. */
  readyInMs: () => number | null
  clock: Clock
  log: Log
}

/** What may wait for a machine that is still preparing; more is a flood, not a person. */
const mostWaitingFrames = 32
/** Above this the gateway is no longer read until the browser has caught up. */
const pauseAboveBytes = 1024 * 1024
const resumeEveryMs = 50
/** The edge in front of us may drop silent sockets after 30 s. */
const pingEveryMs = 25_000
const redialEveryMs = 250

/** One browser's socket, for as long as the browser keeps it: gateways may come and go behind it. */
export class AgentSocket {
  readonly #parts: AgentSocketParts
  readonly #waiting: string[] = []
  readonly #pending = new Map<string, string>()
  readonly #rate: RateBound
  readonly #pictures: Pictures
  readonly #ending = new AbortController()
  #upstream: WebSocket | undefined
  #dialling = false
  #alive = true
  #said: StateEvent['payload']['state'] | null = null
  readonly closed: Promise<void>

  constructor(parts: AgentSocketParts) {
    this.#parts = parts
    this.#rate = new RateBound(parts.clock)
    this.#pictures = new Pictures(parts.machine.dir.home, parts.browser)
    parts.browser.on('message', (raw: Buffer, isBinary: boolean) =>
      this.#fromBrowser(raw, isBinary),
    )
    this.closed = new Promise((resolve) => {
      parts.browser.once('close', () => {
        this.#ending.abort()
        this.#upstream?.terminate()
        resolve()
      })
    })
  }

  get sessionId(): SessionId {
    return this.#parts.ticket.sessionId
  }

  /** Greets the browser and starts to carry frames. */
  start(): void {
    const { browser, machine, ticket, model } = this.#parts
    browser.on('pong', () => {
      this.#alive = true
    })
    const ping = setInterval(() => this.#ping(), pingEveryMs)
    void this.closed.then(() => clearInterval(ping))
    void this.#endWithSession()
    const hello: HelloEvent = {
      type: 'event',
      event: 'rockpool.hello',
      payload: {
        agentId: ticket.agentId,
        sessionKey: 'agent:main:main',
        state: this.#state(),
        readyInMs: this.#estimate(),
        model,
        maxFrameBytes,
      },
    }
    this.#said = hello.payload.state
    browser.send(JSON.stringify(hello))
    this.onMachineChange(machine)
  }

  /** Called for every change of the machine behind this socket. */
  onMachineChange(machine: SocketMachine): void {
    // Nothing goes out before the greeting, whose own state is already the newest.
    if (this.#ending.signal.aborted || this.#said === null) return
    const { lease: held, doomed } = machine.record
    if (doomed || held === null || held.generation > this.#parts.ticket.generation) {
      this.close(closeCodes.superseded, 'The agent has moved.')
      return
    }
    // Said before the gateway has stopped: that may take it a while.
    if (held.asleep?.held === true) {
      this.close(closeCodes.revoked, 'This agent rests and may not be woken now.')
      return
    }
    const state = this.#state()
    if (state !== this.#said) {
      this.#said = state
      this.#tell(state)
    }
    if (state === 'ready') void this.#dial()
  }

  /** The session behind this socket has ended. */
  signOut(): void {
    this.close(closeCodes.signedOut, 'You were signed out.')
  }

  /** Ends both sides once. */
  close(code: number, reason: string): void {
    this.#ending.abort()
    this.#upstream?.terminate()
    this.#parts.browser.close(code, reason)
  }

  #state(): StateEvent['payload']['state'] {
    const { machine, ticket } = this.#parts
    if (machine.state === 'stopped') return 'starting'
    if (machine.agentState !== 'ready') return machine.agentState
    return machine.personaVersion >= ticket.personaVersion ? 'ready' : 'preparing'
  }

  #estimate(): number | null {
    return this.#state() === 'ready' ? null : this.#parts.readyInMs()
  }

  #tell(state: StateEvent['payload']['state']): void {
    const { browser, machine } = this.#parts
    const sentence =
      state === 'failed'
        ? 'Your agent could not be started. Its files are safe; the operator has been told.'
        : machine.problem
    const event: StateEvent = {
      type: 'event',
      event: 'rockpool.state',
      payload: { state, readyInMs: this.#estimate(), reason: state === 'ready' ? null : sentence },
    }
    browser.send(JSON.stringify(event))
  }

  #fromBrowser(raw: Buffer, isBinary: boolean): void {
    // Until it agrees to the end, a browser could go on sending.
    if (this.#isEnding()) return
    if (!this.#rate.admit(raw.length)) {
      this.close(closeCodes.policy, 'Too many messages. Wait a moment.')
      return
    }
    const request = isBinary ? undefined : parseRequest(raw)
    if (request === undefined) {
      this.close(closeCodes.policy, 'This is not a request.')
      return
    }
    if (request.method === pictureMethod) {
      void this.#showPicture(request)
      return
    }
    const verdict = permit(request.method, request.params, this.#parts.ticket.role)
    if (!verdict.ok) {
      this.#answerError(request.id, {
        code: verdict.code,
        message: verdict.message,
        retryable: false,
      })
      return
    }
    const frame = JSON.stringify({ ...request, params: verdict.params })
    this.#pending.set(request.id, request.method)
    if (this.#upstream !== undefined) this.#upstream.send(frame)
    else if (this.#waiting.length < mostWaitingFrames) this.#waiting.push(frame)
    else
      this.#answerError(request.id, {
        code: 'UNAVAILABLE',
        message: 'The agent is still starting.',
        retryable: true,
      })
  }

  async #showPicture(request: BrowserRequest): Promise<void> {
    try {
      await this.#pictures.answer(request)
    } catch (error) {
      const { machine, log } = this.#parts
      log.warn({ machine: machine.id, problem: describeError(error) }, 'socket: no picture')
      const message = 'This picture could not be read.'
      this.#answerError(request.id, { code: 'NOT_FOUND', message, retryable: false })
    }
  }

  /** The last wall: it needs nobody to tell this host that the session is over. */
  async #endWithSession(): Promise<void> {
    const { clock, ticket } = this.#parts
    const leftMs = Math.max(0, ticket.sessionEndsAtMs - clock.now())
    try {
      await clock.sleep(leftMs, this.#ending.signal)
    } catch {
      // Closed before its session ended: nothing is left to end.
      return
    }
    this.signOut()
  }

  #isEnding(): boolean {
    return this.#ending.signal.aborted
  }

  async #dial(): Promise<void> {
    if (this.#upstream !== undefined || this.#dialling) return
    this.#dialling = true
    const { machine, clock, log } = this.#parts
    try {
      while (!this.#isEnding() && this.#state() === 'ready') {
        try {
          const socket = await dialGateway(
            `${machine.dir.run}/gateway.sock`,
            machine.gatewayToken,
            AbortSignal.any([this.#ending.signal, AbortSignal.timeout(10_000)]),
          )
          this.#attach(socket)
          return
        } catch (error) {
          if (this.#isEnding()) return
          log.warn(
            { machine: machine.id, problem: describeError(error) },
            'socket: gateway not reached',
          )
          await clock.sleep(redialEveryMs, this.#ending.signal).catch(() => undefined)
        }
      }
    } finally {
      this.#dialling = false
    }
  }

  #attach(upstream: WebSocket): void {
    const { browser } = this.#parts
    this.#upstream = upstream
    upstream.on('message', (raw: Buffer) => {
      if (!mayReachBrowser(raw)) return
      this.#settle(raw)
      browser.send(raw, { binary: false })
      if (browser.bufferedAmount > pauseAboveBytes) this.#holdBack(upstream)
    })
    upstream.once('close', () => this.#detach(upstream))
    for (const frame of this.#waiting.splice(0)) upstream.send(frame)
  }

  /** Tells the browser about every request that the lost gateway will not answer any more. */
  #detach(upstream: WebSocket): void {
    if (this.#upstream !== upstream) return
    this.#upstream = undefined
    const sentence = 'The agent was interrupted and is starting again.'
    for (const id of this.#pending.keys())
      this.#answerError(id, { code: 'UNAVAILABLE', message: sentence, retryable: true })
    this.#pending.clear()
    // Rotated token, or a gateway that is going down: the machine's next change tells which.
    if (!this.#ending.signal.aborted && this.#state() === 'ready') void this.#dial()
  }

  #settle(raw: Buffer): void {
    if (this.#pending.size === 0) return
    const id = /^\{"type":"res","id":"([^"\\]{1,64})"/.exec(raw.toString('latin1', 0, 128))?.[1]
    if (id !== undefined) this.#pending.delete(id)
  }

  #holdBack(upstream: WebSocket): void {
    if (upstream.isPaused) return
    upstream.pause()
    const timer = setInterval(() => {
      if (this.#parts.browser.bufferedAmount > pauseAboveBytes / 2 && !this.#ending.signal.aborted)
        return
      clearInterval(timer)
      upstream.resume()
    }, resumeEveryMs)
  }

  #answerError(id: string, error: { code: string; message: string; retryable: boolean }): void {
    this.#pending.delete(id)
    this.#parts.browser.send(JSON.stringify({ type: 'res', id, ok: false, error }))
  }

  #ping(): void {
    if (!this.#alive) {
      this.#parts.browser.terminate()
      return
    }
    this.#alive = false
    this.#parts.browser.ping()
  }
}

function parseRequest(raw: Buffer): BrowserRequest | undefined {
  let json: unknown
  try {
    json = JSON.parse(raw.toString('utf8'))
  } catch {
    // Not JSON: the caller closes the socket with a reason.
    return undefined
  }
  const parsed = BrowserRequest.safeParse(json)
  return parsed.success ? parsed.data : undefined
}
