import type { Shelf } from '../attachments/shelf'
import { Tray } from '../attachments/tray'
import type { Clock } from '../clock'
import { Draft } from '../kept/draft'
import { type KeyStore, Outbox } from '../kept/outbox'
import type { AgentSocket } from '../socket/agent-socket'
import { messageOf } from '../thread/send-key'
import { isBusy, type Thread } from '../thread/thread'
import { Conversation } from './conversation'
import { FirstTask } from './first-task'
import { mainThread, sessionKeyOf, type ThreadId } from './thread-id'

interface Deps {
  agentId: string
  socket: AgentSocket
  clock: Clock
  store: KeyStore
  shelf: Shelf
  newId: () => string
  /** Reports that the first task is in the agent's hands. */
  firstTaskSent: () => Promise<unknown>
}

/** A conversation and what is being prepared for it. */
export interface OpenThread {
  id: ThreadId
  conversation: Conversation
  draft: Draft
  tray: Tray
}

/** Older ones that have nothing to do give way; coming back to one only reads its history again. */
const mostOpen = 12

/**
 * The conversations of one agent over one socket. One that was opened goes on when another is shown: its
 * answer streams in, and what waits in it goes out.
 */
export class Conversations {
  readonly #deps: Deps
  readonly #open = new Map<ThreadId, OpenThread>()
  readonly #firstTask: FirstTask
  #isStarted = false

  constructor(deps: Deps) {
    this.#deps = deps
    this.#firstTask = new FirstTask(deps.agentId, deps.firstTaskSent)
  }

  start(): void {
    const { store, agentId, socket } = this.#deps
    this.#isStarted = true
    for (const { conversation } of this.#open.values()) conversation.start()
    // What an earlier page left unsent goes out although nobody looks at it.
    for (const threadId of Outbox.threadsWithSomething(store, agentId)) this.open(threadId)
    socket.start()
  }

  stop(): void {
    this.#isStarted = false
    for (const { conversation } of this.#open.values()) conversation.stop()
    this.#deps.socket.stop()
  }

  /** The same one each time, as long as it is open. */
  open(threadId: ThreadId): OpenThread {
    const known = this.#open.get(threadId)
    if (known !== undefined) {
      // Last in the map is the one looked at last.
      this.#open.delete(threadId)
      this.#open.set(threadId, known)
      return known
    }
    const { agentId, store, socket, clock, shelf, newId } = this.#deps
    const place = { agentId, threadId }
    const conversation = new Conversation({
      sessionKey: sessionKeyOf(threadId),
      socket,
      clock,
      outbox: new Outbox(store, place),
      shelf,
      newId,
      firstTask: this.#firstTask,
    })
    const tray = new Tray(shelf, threadId)
    void tray.restore()
    const opened = { id: threadId, conversation, draft: new Draft(store, place), tray }
    this.#open.set(threadId, opened)
    if (this.#isStarted) conversation.start()
    this.#makeRoom()
    return opened
  }

  offerFirstTask(text: string): void {
    this.open(mainThread).conversation.offerFirstTask(text)
  }

  /** What a conversation began with; null when this page has not seen its beginning. */
  firstWords(threadId: ThreadId): string | null {
    const thread = this.#open.get(threadId)?.conversation.view().thread
    if (thread === undefined || !thread.isSynced || thread.hasEarlier) return null
    const first = thread.turns.find((turn) => turn.kind === 'person') ?? thread.sends[0]
    if (first === undefined) return null
    return first.text === '' ? (first.attachments[0]?.name ?? null) : first.text
  }

  /** Takes everything away that this browser holds of a deleted conversation. */
  forget(threadId: ThreadId): void {
    const { conversation, draft, tray } = this.open(threadId)
    for (const id of messagesWithFiles(conversation.view().thread)) void this.#deps.shelf.drop(id)
    conversation.stop()
    // After the stop, which writes down once more what waits.
    new Outbox(this.#deps.store, { agentId: this.#deps.agentId, threadId }).clear()
    draft.write('')
    tray.take()
    this.#open.delete(threadId)
  }

  #makeRoom(): void {
    for (const { id, conversation } of [...this.#open.values()].slice(0, -1)) {
      if (this.#open.size <= mostOpen) return
      const { thread } = conversation.view()
      if (isBusy(thread) || thread.sends.some((send) => send.phase !== 'settled')) continue
      conversation.stop()
      this.#open.delete(id)
    }
  }
}

const messagesWithFiles = ({ turns, sends }: Thread): string[] => [
  ...turns.flatMap((turn) =>
    turn.kind === 'person' && turn.sendId !== null && turn.attachments.length > 0
      ? [messageOf(turn.sendId)]
      : [],
  ),
  ...sends.filter((send) => send.attachments.length > 0).map((send) => messageOf(send.id)),
]
