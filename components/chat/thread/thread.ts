import type { Attachment } from '../attachments/attachment'

/**
 * One conversation as the browser knows it. History is the truth about what was said; sends and runs
 * hold what history does not tell yet: our own messages on their way, and answers that are being given.
 * A send's id is the idempotency key of its request, and the gateway uses it as the id of the run.
 */
export interface Thread {
  /** True once history was read after the latest connection; before that nothing may be sent. */
  isSynced: boolean
  /** Counts connections and gateway lives. What was handed over in an older one may be lost. */
  life: number
  turns: readonly Turn[]
  sends: readonly Send[]
  runs: readonly Run[]
  /** Messages the gateway holds in its own queue, of other tabs or of an earlier life. */
  held: readonly HeldInput[]
  /** Messages that the person took back or discarded, by their first key. */
  dismissed: readonly string[]
  /** The gateway works on something that we have no run for. */
  isBusyElsewhere: boolean
  /** History goes further back than what was read. */
  hasEarlier: boolean
  /** Something happened that only history can explain. */
  needsHistory: boolean
}

export type Turn = PersonTurn | AgentTurn | NoticeTurn

export interface PersonTurn {
  kind: 'person'
  key: string
  /** The idempotency key it was sent with; null for messages that came another way. */
  sendId: string | null
  text: string
  attachments: readonly Attachment[]
  atMs: number
}

export interface AgentTurn {
  kind: 'agent'
  key: string
  runId: string | null
  segments: readonly Segment[]
  end: RunEnd
  problem: string | null
  atMs: number
}

/** Something that happened to the conversation itself. */
export interface NoticeTurn {
  kind: 'notice'
  key: string
  notice: 'resumed' | 'compacted' | 'reset'
  atMs: number
}

export interface Send {
  id: string
  text: string
  /** Their bytes lie on the shelf, under the message's first key. */
  attachments: readonly Attachment[]
  createdAtMs: number
  phase: SendPhase
  /** The life in which it was last handed over. */
  life: number
  /** Why it failed, as a sentence. */
  problem: string | null
}

/**
 * waiting: not handed over, or handed over in a life that ended without a trace of it.
 * sending: handed over, not acknowledged. accepted: acknowledged, its run has not ended.
 * settled: its run has ended. failed: refused; only the person may send it again.
 */
export type SendPhase = 'waiting' | 'sending' | 'accepted' | 'settled' | 'failed'

export interface Run {
  id: string
  startedAtMs: number
  heardAtMs: number
  /** The life in which it was last heard of. */
  life: number
  activity: RunActivity
  segments: readonly Segment[]
  end: RunEnd | null
  problem: string | null
}

export type RunActivity = 'preparing' | 'thinking' | 'writing' | 'using-tool'
/** `interrupted`: the gateway died before the run ended; what had arrived is all there is. */
export type RunEnd = 'final' | 'aborted' | 'error' | 'interrupted'

export type Segment = TextSegment | ToolSegment

export interface TextSegment {
  kind: 'text'
  key: string
  text: string
}

export interface ToolSegment {
  kind: 'tool'
  key: string
  name: string
  /** The gateway's own words for what the call does; null when it has none. */
  title: string | null
  input: string
  output: string
  phase: 'running' | 'done' | 'failed' | 'cut'
}

export interface HeldInput {
  id: string
  runId: string | null
  text: string
  attachments: readonly Attachment[]
  atMs: number
  /** False when the gateway gave it up: it will not be read unless it is sent anew. */
  isQueued: boolean
}

export const emptyThread: Thread = {
  isSynced: false,
  life: 0,
  turns: [],
  sends: [],
  runs: [],
  held: [],
  dismissed: [],
  isBusyElsewhere: false,
  hasEarlier: false,
  needsHistory: false,
}

export const activeRun = (thread: Thread): Run | undefined =>
  thread.runs.find((run) => run.end === null)

const isOnItsWay = (send: Send) => send.phase === 'sending' || send.phase === 'accepted'

/** True while a further message would only wait in the gateway's queue. */
export const isBusy = (thread: Thread): boolean =>
  thread.isBusyElsewhere || activeRun(thread) !== undefined || thread.sends.some(isOnItsWay)

/** The message to hand over now, if any: one at a time, in order, and never before history was read. */
export const nextToSend = (thread: Thread): Send | undefined =>
  thread.isSynced && !isBusy(thread)
    ? thread.sends.find((send) => send.phase === 'waiting')
    : undefined

/** What can be stopped: the run we hear, or the one that our accepted message is about to start. */
export const stoppableRunId = (thread: Thread): string | undefined =>
  activeRun(thread)?.id ?? thread.sends.find((send) => send.phase === 'accepted')?.id
