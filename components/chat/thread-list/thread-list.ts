import type { Clock } from '../clock'
import { sessionKeyOf, type ThreadId } from '../conversation/thread-id'
import type { AgentSocket } from '../socket/agent-socket'
import { RequestFailed, type SocketState } from '../socket/socket-state'
import { readRows, type ThreadRow, titleFrom } from './thread-row'

/** Long enough to see it and press a button; the gateway itself cannot take a deletion back. */
export const undoWithinMs = 8_000
/** Changes come in bursts; one reading tells them all. */
const settleMs = 400

const unreadable = 'The list of conversations could not be read.'

export interface ThreadListView {
  /** Null until the list was read for the first time. */
  rows: readonly ThreadRow[] | null
  /** Deletions that can still be taken back. */
  leaving: ReadonlySet<ThreadId>
  /** The list was not read on this connection yet. */
  isStale: boolean
  /** Why the last wish was not granted, or why there is no list. */
  problem: string | null
}

/**
 * The conversations of one agent. A deletion is carried out when the time to take it back has passed, by
 * this page: when the page closes before that, nothing was deleted.
 */
export class ThreadList {
  readonly #socket: AgentSocket
  readonly #clock: Clock
  readonly #onDeleted: (id: ThreadId) => void
  readonly #firstWords: (id: ThreadId) => string | null
  readonly #named = new Set<ThreadId>()
  readonly #listeners = new Set<() => void>()
  readonly #undo = new Map<ThreadId, () => void>()
  #view: ThreadListView = { rows: null, leaving: new Set(), isStale: true, problem: null }
  #stops: (() => void)[] = []
  #stopTimer = () => {}
  #isReading = false
  #isOutdated = false

  constructor(deps: {
    socket: AgentSocket
    clock: Clock
    onDeleted: (id: ThreadId) => void
    /** What a conversation began with, as far as this page knows it. */
    firstWords: (id: ThreadId) => string | null
  }) {
    this.#socket = deps.socket
    this.#clock = deps.clock
    this.#onDeleted = deps.onDeleted
    this.#firstWords = deps.firstWords
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly view = (): ThreadListView => this.#view

  start(): void {
    this.#stops = [
      this.#socket.onState((state) => this.#onState(state)),
      this.#socket.onEvent(({ event }) => {
        if (event === 'sessions.changed') this.#readSoon()
      }),
    ]
    this.#onState(this.#socket.state)
  }

  /** Open deletions are dropped with the page. */
  stop(): void {
    this.#stopTimer()
    for (const stop of this.#stops.splice(0)) stop()
    for (const id of [...this.#undo.keys()]) this.restore(id)
  }

  retry(): void {
    void this.#read('sessions.subscribe')
  }

  /** True when the new name is in the gateway; otherwise `problem` says why not. */
  async rename(id: ThreadId, title: string): Promise<boolean> {
    const before = this.#view.rows
    this.#patch({
      problem: null,
      rows: before?.map((row) => (row.id === id ? { ...row, title } : row)) ?? null,
    })
    try {
      await this.#socket.request('sessions.patch', { key: sessionKeyOf(id), label: title })
      this.#readSoon()
      return true
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error
      this.#patch({ rows: before, problem: renameProblem(error, title) })
      return false
    }
  }

  /** Deletes after a while in which `restore` takes it back. */
  remove(id: ThreadId): void {
    if (this.#undo.has(id)) return
    this.#undo.set(
      id,
      this.#clock.after(undoWithinMs, () => void this.#delete(id)),
    )
    this.#patch({ leaving: new Set(this.#undo.keys()), problem: null })
  }

  restore(id: ThreadId): void {
    this.#undo.get(id)?.()
    this.#undo.delete(id)
    this.#patch({ leaving: new Set(this.#undo.keys()) })
  }

  async #delete(id: ThreadId): Promise<void> {
    try {
      await this.#socket.request('sessions.delete', { key: sessionKeyOf(id) })
      this.#patch({ rows: this.#view.rows?.filter((row) => row.id !== id) ?? null })
      this.#onDeleted(id)
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error
      this.#patch({ problem: 'The conversation could not be deleted. It is still there.' })
    } finally {
      this.restore(id)
      this.#readSoon()
    }
  }

  /** The gateway gives no names of its own without asking a model for each. */
  async #name({ id, title }: ThreadRow): Promise<void> {
    if (title !== null || this.#named.has(id)) return
    const autoLabel = titleFrom(this.#firstWords(id) ?? '')
    if (autoLabel === null) return
    this.#named.add(id)
    try {
      await this.#socket.request('sessions.patch', { key: sessionKeyOf(id), autoLabel })
      this.#readSoon()
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error
      // It is tried again with the next list; until then it has the name of one without words.
      this.#named.delete(id)
    }
  }

  #onState(state: SocketState): void {
    if (state.name === 'ready') void this.#read('sessions.subscribe')
    else this.#patch({ isStale: true })
  }

  #readSoon(): void {
    this.#stopTimer()
    this.#stopTimer = this.#clock.after(settleMs, () => void this.#read('sessions.list'))
  }

  /** Subscribing answers with the list too, and is what makes the gateway tell this socket of changes. */
  async #read(method: 'sessions.list' | 'sessions.subscribe'): Promise<void> {
    if (!this.#isReady()) return
    this.#isOutdated = this.#isReading
    if (this.#isReading) return
    this.#isReading = true
    try {
      const rows = readRows(await this.#socket.request(method, {}))
      const problem = this.#view.problem === unreadable ? null : this.#view.problem
      this.#patch({ rows, isStale: false, problem })
      for (const row of rows) void this.#name(row)
    } catch (error) {
      // A lost connection is told elsewhere, and the list is read again when it is back.
      if (this.#isReady()) this.#patch({ problem: unreadable })
      if (!(error instanceof RequestFailed)) throw error
    } finally {
      this.#isReading = false
      if (this.#isOutdated) this.#readSoon()
    }
  }

  #isReady(): boolean {
    return this.#socket.state.name === 'ready'
  }

  #patch(part: Partial<ThreadListView>): void {
    this.#view = { ...this.#view, ...part }
    for (const listener of this.#listeners) listener()
  }
}

function renameProblem(error: RequestFailed, title: string): string {
  if (!error.isRefused) return 'The new name did not reach your agent. Try again in a moment.'
  return /already in use/.test(error.message)
    ? `Another conversation is called “${title}” already.`
    : 'The conversation could not be renamed.'
}
