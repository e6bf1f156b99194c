import type { Clock } from '../clock'
import type { AgentSocket } from '../socket/agent-socket'
import type { EventFrame } from '../socket/protocol'
import { RequestFailed, type SocketState } from '../socket/socket-state'
import {
  type Approval,
  type Decision,
  isOpen,
  Resolved,
  readApproval,
  readApprovals,
} from './approval'

const retryAfterMs = 2_000
/** Only the gateway's clock counts: when ours says that time is over, it is asked, but not all the time. */
const askAgainAfterMs = 15_000

/**
 * The commands of one agent that wait for a person, in every conversation. They live in the gateway: a
 * reload or another device finds them again, and the first answer from anywhere counts.
 */
export class Approvals {
  readonly #socket: AgentSocket
  readonly #clock: Clock
  readonly #listeners = new Set<() => void>()
  readonly #given = new Map<string, Decision>()
  #all: readonly Approval[] = []
  #stops: (() => void)[] = []
  #stopTimer = () => {}
  #stopRetry = () => {}

  constructor(deps: { socket: AgentSocket; clock: Clock }) {
    this.#socket = deps.socket
    this.#clock = deps.clock
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Oldest first; answered ones stay until the page is left. */
  readonly view = (): readonly Approval[] => this.#all

  start(): void {
    this.#stops = [
      this.#socket.onState((state) => this.#onState(state)),
      this.#socket.onEvent((event) => this.#onEvent(event)),
    ]
    this.#onState(this.#socket.state)
  }

  stop(): void {
    this.#stopTimer()
    this.#stopRetry()
    for (const stop of this.#stops.splice(0)) stop()
  }

  async answer(id: string, decision: Decision): Promise<void> {
    const asked = this.#all.find((one) => one.id === id)
    if (asked?.state !== 'open') return
    this.#given.set(id, decision)
    this.#change(id, { state: 'answering', problem: null })
    try {
      await this.#socket.request('exec.approval.resolve', { id, decision })
      // The event may have been faster and says the same.
      this.#resolved({ id, decision })
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error
      if (this.#find(id)?.state !== 'answering') return
      const problem = error.isRefused
        ? 'Your answer came too late: this was answered elsewhere, or it is not needed any more.'
        : 'Your answer did not arrive. Try again.'
      this.#change(id, { state: error.isRefused ? 'gone' : 'open', problem })
    }
  }

  #onState({ name }: SocketState): void {
    this.#stopRetry()
    if (name === 'ready') void this.#read()
  }

  #onEvent({ event, payload }: EventFrame): void {
    if (event === 'exec.approval.requested') {
      const asked = readApproval(payload)
      if (asked !== null) this.#add([asked])
    } else if (event === 'exec.approval.resolved') {
      const resolved = Resolved.safeParse(payload)
      if (resolved.success) this.#resolved(resolved.data)
    }
  }

  async #read(): Promise<void> {
    try {
      const waiting = readApprovals(await this.#socket.request('exec.approval.list', {}))
      const ids = new Set(waiting.map((one) => one.id))
      for (const one of this.#all) {
        if (!isOpen(one) || ids.has(one.id)) continue
        this.#leave(one)
      }
      this.#add(waiting)
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error
      // A lost connection brings its own reading; a gateway that was busy is asked once more.
      if (this.#socket.state.name === 'ready') {
        this.#stopRetry = this.#clock.after(retryAfterMs, () => void this.#read())
      }
    }
  }

  #add(asked: readonly Approval[]): void {
    const fresh = asked.filter((one) => this.#find(one.id) === undefined)
    if (fresh.length === 0) return
    this.#set([...this.#all, ...fresh].sort((a, b) => a.askedAtMs - b.askedAtMs))
  }

  #resolved({ id, decision }: { id: string; decision?: string | null | undefined }): void {
    const asked = this.#find(id)
    if (asked === undefined || !isOpen(asked)) return
    if (decision === null || decision === undefined) {
      // Nobody decided: its time was over, or its run was stopped.
      this.#leave(asked)
      return
    }
    const isAllowed = decision.startsWith('allow')
    const state = isAllowed ? 'allowed' : 'denied'
    const isOurs = (this.#given.get(id) === 'deny') !== isAllowed && this.#given.has(id)
    this.#change(id, { state: isOurs ? state : `elsewhere-${state}` })
  }

  #leave({ id, expiresAtMs }: Approval): void {
    this.#change(id, { state: this.#clock.now() >= expiresAtMs ? 'expired' : 'gone' })
  }

  #find(id: string): Approval | undefined {
    return this.#all.find((one) => one.id === id)
  }

  #change(id: string, patch: Partial<Approval>): void {
    this.#set(this.#all.map((one) => (one.id === id ? { ...one, ...patch } : one)))
  }

  #set(all: readonly Approval[]): void {
    this.#all = all
    this.#watchTime()
    for (const listener of this.#listeners) listener()
  }

  #watchTime(): void {
    this.#stopTimer()
    const ends = this.#all.filter(isOpen).map((one) => one.expiresAtMs)
    if (ends.length === 0) return
    const leftMs = Math.min(...ends) - this.#clock.now()
    const waitMs = leftMs > 0 ? leftMs : askAgainAfterMs
    this.#stopTimer = this.#clock.after(waitMs, () => {
      this.#watchTime()
      if (this.#socket.state.name === 'ready') void this.#read()
    })
  }
}
