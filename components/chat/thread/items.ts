import type { Attachment } from '../attachments/attachment'

import { messageOf } from './send-key'
import type {
  AgentTurn,
  HeldInput,
  NoticeTurn,
  PersonTurn,
  Run,
  RunActivity,
  RunEnd,
  Segment,
  Send,
  Thread,
} from './thread'
import { splitVoice, type Voice } from './voice-label'

/** What stands on the screen, from top to bottom. Keys stay the same while a thing goes into history. */
export type ThreadItem = DayItem | PersonItem | AgentItem | NoticeTurn

export interface DayItem {
  kind: 'day'
  key: string
  atMs: number
}

export interface PersonItem {
  kind: 'person'
  key: string
  text: string
  attachments: readonly Attachment[]
  /** The message's first key, under which this browser may hold its files; null for other ways in. */
  messageId: string | null
  atMs: number
  delivery: Delivery
  /** Present while it is ours to send again or to take back. */
  send: { id: string; canRemove: boolean; canSendAgain: boolean } | null
  problem: string | null
}

/** `next`: nothing stands in its way but the answer before it. `held`: another tab's, in the gateway. */
export type Delivery = 'told' | 'waiting' | 'next' | 'sending' | 'held' | 'failed'

export interface AgentItem {
  kind: 'agent'
  key: string
  segments: readonly Segment[]
  voice: Voice
  atMs: number
  /** Null once it has ended. */
  activity: RunActivity | null
  end: RunEnd | null
  problem: string | null
  /** What to send again when this answer did not come to its end and nothing came after it. */
  question: Question | null
}

/** `messageId` leads to the files that belong to the words. */
export interface Question {
  text: string
  messageId: string | null
}

/** `dayOf` names the calendar day of a time, as the person at the screen counts days. */
export function threadItems(thread: Thread, dayOf: (ms: number) => string): ThreadItem[] {
  const placed = new Set<string>()
  const items: Exclude<ThreadItem, DayItem>[] = []
  for (const turn of thread.turns) {
    items.push(turn.kind === 'person' ? told(turn) : turn.kind === 'agent' ? stored(turn) : turn)
    const run = turn.kind === 'person' && thread.runs.find((one) => one.id === turn.sendId)
    if (run !== false && run !== undefined && !placed.has(run.id)) {
      placed.add(run.id)
      items.push(...living(run))
    }
  }
  items.push(...untold(thread, placed))
  return withDays(withQuestions(items), dayOf)
}

/** What history does not tell: our messages in the order they were written, each with its answer. */
function untold(thread: Thread, placed: Set<string>): (PersonItem | AgentItem)[] {
  const isBehind = thread.isSynced
  const items: { orderMs: number; items: (PersonItem | AgentItem)[] }[] = []
  for (const input of thread.held) items.push({ orderMs: input.atMs, items: [held(input)] })
  for (const send of thread.sends) {
    const run = thread.runs.find((one) => one.id === send.id)
    if (run !== undefined) placed.add(run.id)
    const own = mine(send, isBehind)
    items.push({
      orderMs: send.createdAtMs,
      items: run === undefined ? [own] : [own, ...living(run)],
    })
  }
  for (const run of thread.runs) {
    if (!placed.has(run.id)) items.push({ orderMs: run.startedAtMs, items: living(run) })
  }
  // What has not begun comes after what is going on, whenever it was written.
  const rank = (entry: (typeof items)[number]) => {
    const [first] = entry.items
    return first?.kind === 'person' && (first.delivery === 'next' || first.delivery === 'waiting')
      ? 1
      : 0
  }
  return items
    .sort((a, b) => rank(a) - rank(b) || a.orderMs - b.orderMs)
    .flatMap((entry) => entry.items)
}

const told = (turn: PersonTurn): PersonItem => ({
  kind: 'person',
  key: turn.key,
  text: turn.text,
  attachments: turn.attachments,
  messageId: turn.sendId === null ? null : messageOf(turn.sendId),
  atMs: turn.atMs,
  delivery: 'told',
  send: null,
  problem: null,
})

const held = (input: HeldInput): PersonItem => ({
  kind: 'person',
  key: `send:${messageOf(input.runId ?? input.id)}`,
  text: input.text,
  attachments: input.attachments,
  messageId: messageOf(input.runId ?? input.id),
  atMs: input.atMs,
  delivery: input.isQueued ? 'held' : 'failed',
  send: input.isQueued
    ? null
    : { id: input.runId ?? input.id, canRemove: true, canSendAgain: true },
  problem: input.isQueued ? null : 'Your agent was interrupted before it read this message.',
})

const mine = (send: Send, isSynced: boolean): PersonItem => ({
  kind: 'person',
  key: `send:${messageOf(send.id)}`,
  text: send.text,
  attachments: send.attachments,
  messageId: messageOf(send.id),
  atMs: send.createdAtMs,
  delivery: deliveryOf(send, isSynced),
  send:
    send.phase === 'waiting' || send.phase === 'failed'
      ? { id: send.id, canRemove: true, canSendAgain: send.phase === 'failed' }
      : null,
  problem: send.problem,
})

function deliveryOf(send: Send, isSynced: boolean): Delivery {
  switch (send.phase) {
    case 'waiting':
      return isSynced ? 'next' : 'waiting'
    case 'sending':
      return isSynced ? 'sending' : 'waiting'
    case 'accepted':
    case 'settled':
      return 'told'
    case 'failed':
      return 'failed'
    default:
      return send.phase satisfies never
  }
}

const stored = (turn: AgentTurn): AgentItem => ({
  ...labelled(turn.segments),
  kind: 'agent',
  key: turn.key,
  atMs: turn.atMs,
  activity: null,
  end: turn.end,
  problem: turn.problem,
  question: null,
})

/** Nothing for a run that ended without a word: the gateway put its message under another one. */
function living(run: Run): AgentItem[] {
  if (run.end === 'final' && run.segments.length === 0) return []
  return [
    {
      ...labelled(run.segments),
      kind: 'agent',
      key: `run:${run.id}`,
      atMs: run.startedAtMs,
      activity: run.end === null ? run.activity : null,
      end: run.end,
      problem: run.problem,
      question: null,
    },
  ]
}

/** Takes the label off every text; one labelled text labels the whole answer. */
function labelled(segments: readonly Segment[]): { segments: Segment[]; voice: Voice } {
  let voice: Voice = 'model'
  const plain = segments.flatMap((segment): Segment[] => {
    if (segment.kind === 'tool') return [segment]
    const split = splitVoice(segment.text)
    if (split.voice !== 'model') voice = split.voice
    return split.text.trim() === '' ? [] : [{ ...segment, text: split.text }]
  })
  return { segments: plain, voice }
}

/** Only the last exchange may be asked again from its answer: earlier ones were talked past. */
function withQuestions(items: Exclude<ThreadItem, DayItem>[]): Exclude<ThreadItem, DayItem>[] {
  const last = items.at(-1)
  if (last?.kind !== 'agent' || last.end === null || last.end === 'final') return items
  const asked = items.findLast((item) => item.kind === 'person')
  if (asked?.kind !== 'person') return items
  return [
    ...items.slice(0, -1),
    { ...last, question: { text: asked.text, messageId: asked.messageId } },
  ]
}

function withDays(items: Exclude<ThreadItem, DayItem>[], dayOf: (ms: number) => string) {
  const result: ThreadItem[] = []
  let day: string | null = null
  for (const item of items) {
    // Rows without a time stand in the day of what came before them.
    const next: string | null = item.atMs === 0 ? day : dayOf(item.atMs)
    if (next !== null && next !== day) {
      result.push({ kind: 'day', key: `day:${next}:${result.length}`, atMs: item.atMs })
    }
    day = next
    result.push(item)
  }
  return result
}
