import { FakeClock, settle } from '../fake-clock'
import { AgentSocket } from './agent-socket'
import type { AgentState } from './protocol'
import type { LinkListener } from './socket-state'

interface Sent {
  id: string
  method: string
  params: Record<string, unknown>
}

/** The host's end of one connection. */
export class FakeLink {
  readonly path: string
  readonly protocols: readonly string[]
  readonly sent: Sent[] = []
  closedWith: number | null = null
  /** The reason that the next refusals give. */
  refusalMessage = 'no'
  readonly #listener: LinkListener

  constructor(path: string, protocols: readonly string[], listener: LinkListener) {
    this.path = path
    this.protocols = protocols
    this.#listener = listener
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Sent)
  }

  close(code: number): void {
    this.closedWith = code
  }

  hello(state: AgentState = 'ready', readyInMs: number | null = null): Promise<void> {
    return this.event('rockpool.hello', {
      sessionKey: 'agent:main:main',
      state,
      readyInMs,
      model: { kind: 'demo', name: 'Demo' },
    })
  }

  state(state: AgentState, reason: string | null = null): Promise<void> {
    return this.event('rockpool.state', { state, readyInMs: null, reason })
  }

  event(event: string, payload: unknown): Promise<void> {
    return this.#say({ type: 'event', event, payload })
  }

  /** Answers the oldest unanswered request of that method. */
  answer(method: string, payload: unknown): Promise<void> {
    return this.#say({ type: 'res', id: this.#takeRequest(method), ok: true, payload })
  }

  refuse(method: string, code: string, retryable = false): Promise<void> {
    const error = { code, message: this.refusalMessage, retryable }
    return this.#say({ type: 'res', id: this.#takeRequest(method), ok: false, error })
  }

  drop(code = 1006): Promise<void> {
    this.#listener.onClosed(code)
    return settle()
  }

  /** Parameters of every request of that method, in order. */
  requests(method: string): Record<string, unknown>[] {
    return this.sent.filter((sent) => sent.method === method).map((sent) => sent.params)
  }

  /** The same, without those that were answered. */
  openRequests(method: string): Record<string, unknown>[] {
    return this.sent
      .filter((sent) => sent.method === method && !this.#answered.has(sent.id))
      .map((sent) => sent.params)
  }

  /** Bytes are read by the platform, in as many turns as it likes. */
  async untilRequested(method: string): Promise<void> {
    while (this.openRequests(method).length === 0) await settle()
  }

  readonly #answered = new Set<string>()

  #takeRequest(method: string): string {
    const open = this.sent.find((sent) => sent.method === method && !this.#answered.has(sent.id))
    if (open === undefined) throw new Error(`no open request ${method}`)
    this.#answered.add(open.id)
    return open.id
  }

  #say(frame: unknown): Promise<void> {
    this.#listener.onText(JSON.stringify(frame))
    return settle()
  }
}

/** A host and a ticket office under the test's hand, and a socket that talks to them. */
export class FakeHost {
  readonly clock = new FakeClock()
  readonly links: FakeLink[] = []
  ticketsMinted = 0
  /** Replaced by a test to refuse tickets. */
  refuseTicket: (() => Error) | null = null
  /** 0 is the shortest wait of each backoff. */
  random = 0
  readonly socket = new AgentSocket({
    clock: this.clock,
    random: () => this.random,
    mintTicket: async () => {
      this.ticketsMinted += 1
      if (this.refuseTicket !== null) throw this.refuseTicket()
      return { token: `t${this.ticketsMinted}`, path: '/agent-socket' }
    },
    openSocket: (path, protocols, listener) => {
      const link = new FakeLink(path, protocols, listener)
      this.links.push(link)
      return link
    },
  })

  get link(): FakeLink {
    const link = this.links.at(-1)
    if (link === undefined) throw new Error('nothing was opened')
    return link
  }

  /** Starts the socket and answers with a greeting. */
  async greet(state: AgentState = 'ready'): Promise<FakeLink> {
    this.socket.start()
    await settle()
    await this.link.hello(state)
    return this.link
  }
}
