import type { Attachment } from '../attachments/attachment'
import type { HistoryPage } from './history-page'
import { mergeHistory } from './merge-history'
import type { AgentEvent, ChatEvent } from './run-event'
import {
  ended,
  squeezed,
  textOfMessage,
  textOfSegments,
  withAgentEvent,
  withChatEvent,
} from './run-event'
import { messageOf } from './send-key'
import type { Run, Send, Thread } from './thread'

/** Everything that can happen to a conversation. Time comes with it, so that the rest is pure. */
export type ThreadEvent =
  /** A connection stands and its gateway is ready. */
  | { type: 'connected' }
  /** Nothing was heard for long: what is on its way is as uncertain as after a new connection. */
  | { type: 'doubted' }
  | { type: 'disconnected' }
  | { type: 'gatewayLost' }
  | { type: 'historyRead'; page: HistoryPage; atMs: number }
  | { type: 'chatEvent'; event: ChatEvent; atMs: number }
  | { type: 'agentEvent'; event: AgentEvent; atMs: number }
  | { type: 'written'; send: Written }
  | { type: 'handedOver'; id: string }
  /** `isDone`: the gateway knows this message, and its run has already ended. */
  | { type: 'accepted'; id: string; isDone: boolean; atMs: number }
  | { type: 'refused'; id: string; problem: string }
  /** Taken back or discarded; also for what an earlier page of ours left behind. */
  | { type: 'removed'; id: string }

interface Written {
  id: string
  text: string
  attachments?: readonly Attachment[]
  atMs: number
}

export function reduceThread(thread: Thread, event: ThreadEvent): Thread {
  switch (event.type) {
    case 'connected':
    case 'doubted':
      return { ...thread, life: thread.life + 1, isSynced: false, needsHistory: true }
    case 'disconnected':
      return { ...thread, isSynced: false }
    case 'gatewayLost':
      return { ...thread, isSynced: false, isBusyElsewhere: false, runs: thread.runs.map(cutShort) }
    case 'historyRead':
      return mergeHistory(thread, event.page, event.atMs)
    case 'chatEvent':
      return withChat(thread, event.event, event.atMs)
    case 'agentEvent':
      return withAgent(thread, event.event, event.atMs)
    case 'written':
      return written(thread, event.send)
    case 'handedOver':
      return handedOver(thread, event.id)
    case 'accepted':
      return event.isDone
        ? { ...patchSend(thread, event.id, { phase: 'settled' }), needsHistory: true }
        : accepted(thread, event.id, event.atMs)
    case 'refused':
      return patchSend(thread, event.id, { phase: 'failed', problem: event.problem })
    case 'removed':
      return removed(thread, messageOf(event.id))
    default:
      return event satisfies never
  }
}

const cutShort = (run: Run): Run => (run.end === null ? ended(run, 'interrupted') : run)

function removed(thread: Thread, message: string): Thread {
  return {
    ...thread,
    sends: thread.sends.filter((send) => messageOf(send.id) !== message),
    held: thread.held.filter((input) => messageOf(input.runId ?? input.id) !== message),
    dismissed: thread.dismissed.includes(message)
      ? thread.dismissed
      : [...thread.dismissed, message],
  }
}

function written(thread: Thread, { id, text, attachments = [], atMs }: Written) {
  const isKnown =
    thread.sends.some((send) => messageOf(send.id) === messageOf(id)) ||
    thread.turns.some((turn) => turn.kind === 'person' && isOf(turn.sendId, messageOf(id)))
  if (isKnown) return thread
  const send: Send = {
    id,
    text,
    attachments,
    createdAtMs: atMs,
    phase: 'waiting',
    life: 0,
    problem: null,
  }
  return { ...thread, sends: [...thread.sends, send] }
}

const isOf = (key: string | null, message: string): boolean =>
  key !== null && messageOf(key) === message

function patchSend(thread: Thread, id: string, patch: Partial<Send>): Thread {
  const sends = thread.sends.map((send) => (send.id === id ? { ...send, ...patch } : send))
  return { ...thread, sends }
}

/** What an earlier life said under this key is answered anew. */
function handedOver(thread: Thread, id: string): Thread {
  const runs = thread.runs.filter((run) => run.id !== id)
  return patchSend({ ...thread, runs }, id, { phase: 'sending', life: thread.life })
}

/** The answer begins here: its first event may take seconds. It may also be over already. */
function accepted(thread: Thread, id: string, atMs: number): Thread {
  const known = thread.runs.find((run) => run.id === id)
  if (known !== undefined) {
    return patchSend(thread, id, { phase: known.end === null ? 'accepted' : 'settled' })
  }
  const run = newRun(thread, id, atMs)
  const runs = run === null ? thread.runs : [...thread.runs, run]
  return patchSend({ ...thread, runs }, id, { phase: 'accepted' })
}

const openingStreams = new Set(['run_status', 'assistant', 'tool'])
const closing = new Set(['final', 'aborted', 'error'])

function withChat(thread: Thread, event: ChatEvent, atMs: number): Thread {
  const known = thread.runs.find((run) => run.id === event.runId)
  if (known === undefined && closing.has(event.state) && !hasWords(thread, event)) {
    return withEnd({ ...thread, needsHistory: true }, event)
  }
  const before = known ?? newRun(thread, event.runId, atMs)
  if (before === null || before.end !== null) return thread
  const after = withChatEvent(before, event)
  const next = withRun(thread, { ...after, heardAtMs: atMs, life: thread.life })
  if (!closing.has(event.state)) return next
  return withEnd(
    { ...next, needsHistory: next.needsHistory || needsTelling(thread, after, event) },
    event,
  )
}

/** A command is answered at once, and its end is all there is of its run. */
const hasWords = (thread: Thread, event: ChatEvent): boolean =>
  textOfMessage(event).trim() !== '' ||
  (event.state !== 'final' && thread.sends.some((send) => send.id === event.runId))

/** Our own answer that we heard from beginning to end needs no history; everything else does. */
function needsTelling(thread: Thread, run: Run, event: ChatEvent): boolean {
  const isOurs = thread.sends.some((send) => send.id === run.id)
  const said = squeezed(textOfMessage(event))
  const heard = squeezed(textOfSegments(run.segments))
  // An end without a word is how the gateway says that it put the message into its own queue.
  return !isOurs || (said === '' ? heard === '' && event.state === 'final' : said !== heard)
}

function withEnd(thread: Thread, event: ChatEvent): Thread {
  const sends = thread.sends.map((send) =>
    send.id === event.runId && (send.phase === 'accepted' || send.phase === 'sending')
      ? { ...send, phase: 'settled' as const }
      : send,
  )
  return { ...thread, sends }
}

function withAgent(thread: Thread, event: AgentEvent, atMs: number): Thread {
  const known = thread.runs.find((run) => run.id === event.runId)
  if (known === undefined && !isOpening(event)) return thread
  const before = known ?? newRun(thread, event.runId, atMs)
  if (before === null || before.end !== null) return thread
  return withRun(thread, {
    ...withAgentEvent(before, event),
    heardAtMs: atMs,
    life: thread.life,
  })
}

const isOpening = (event: AgentEvent) =>
  openingStreams.has(event.stream) ||
  (event.stream === 'lifecycle' && event.data['phase'] === 'start')

/** Null for a run that history already tells: its last events may still come in. */
function newRun(thread: Thread, id: string, atMs: number): Run | null {
  if (thread.turns.some((turn) => turn.kind === 'agent' && turn.runId === id)) return null
  return {
    id,
    startedAtMs: atMs,
    heardAtMs: atMs,
    life: thread.life,
    activity: 'preparing',
    segments: [],
    end: null,
    problem: null,
  }
}

/** A run that nobody here asked for answers words that only history knows. */
function withRun(thread: Thread, run: Run): Thread {
  if (thread.runs.some((one) => one.id === run.id)) {
    return { ...thread, runs: thread.runs.map((one) => (one.id === run.id ? run : one)) }
  }
  const isOurs =
    thread.sends.some((send) => send.id === run.id) ||
    thread.turns.some((turn) => turn.kind === 'person' && turn.sendId === run.id)
  return {
    ...thread,
    runs: [...thread.runs, run],
    needsHistory: thread.needsHistory || !isOurs,
  }
}
