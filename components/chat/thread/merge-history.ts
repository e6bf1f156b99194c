import { attachmentsOf, type HistoryPage, textOf } from './history-page'
import { projectRows } from './project'
import { ended, squeezed, textOfSegments } from './run-event'
import { messageOf, nextKey } from './send-key'
import type { AgentTurn, HeldInput, Run, Segment, Send, Thread, Turn } from './thread'

const abandoned = 'Your agent was interrupted before it read this message.'

/**
 * Replaces what we knew of the past by what history says, and settles what was unknown:
 * a message that history, the gateway's queue or a living run shows is never sent again, one that was
 * handed over in an earlier life and left no trace is; a run that nobody works on any more has ended.
 */
export function mergeHistory(thread: Thread, page: HistoryPage, nowMs: number): Thread {
  const active = activeIds(page)
  const allTurns = projectRows(page.messages, active.known)
  const held = heldInputs(page, allTurns)
  const sends = mergeSends(thread, { turns: allTurns, held, active })
  const unread = new Set([
    ...sends.filter((send) => send.phase === 'waiting' || send.phase === 'failed').map(idOf),
    ...held.map((input) => input.runId),
  ])
  // A message that was not read yet has not been answered with nothing.
  const runs = mergeRuns(thread, { page, turns: allTurns, active, nowMs }).filter(
    (run) => run.segments.length > 0 || !unread.has(run.id),
  )
  const liveIds = new Set(runs.map((run) => run.id))
  const turns = allTurns.filter(
    (turn) => turn.kind !== 'agent' || turn.runId === null || !liveIds.has(turn.runId),
  )
  const own = new Set([...sends.map((send) => messageOf(send.id)), ...thread.dismissed])
  return {
    ...thread,
    isSynced: true,
    needsHistory: false,
    turns,
    runs,
    sends,
    held: held.filter((input) => !own.has(messageOf(input.runId ?? input.id))),
    isBusyElsewhere: active.isAny && !runs.some((run) => run.end === null),
    hasEarlier: page.hasMore === true,
  }
}

const idOf = (send: Send): string => send.id

interface Active {
  isAny: boolean
  /** Runs that are certainly going on. */
  known: ReadonlySet<string>
  /** True when `known` is the whole truth. */
  isComplete: boolean
}

function activeIds(page: HistoryPage): Active {
  const listed = page.sessionInfo?.activeRunIds
  const inFlight = page.inFlightRun === undefined ? [] : [page.inFlightRun.runId]
  const known = new Set([...(listed ?? []), ...inFlight])
  const isAny = page.sessionInfo?.hasActiveRun === true || known.size > 0
  return { isAny, known, isComplete: listed !== undefined || !isAny }
}

function heldInputs(page: HistoryPage, turns: readonly Turn[]): HeldInput[] {
  const items = page.pendingInputs?.items ?? []
  return items
    .filter((item) => item.message.provenance?.kind !== 'internal_system')
    .map((item) => ({
      id: item.id,
      runId: item.runId ?? null,
      text: textOf(item.message),
      attachments: attachmentsOf(item.message),
      atMs: item.acceptedAt,
      isQueued: item.state === 'queued',
    }))
    .filter((input) => input.isQueued || !wasSaidAgain(input, turns))
}

/** The gateway keeps what it gave up for ever; once the person sent the same words anew it is over. */
const wasSaidAgain = (input: HeldInput, turns: readonly Turn[]) =>
  turns.some((turn) => turn.kind === 'person' && turn.text === input.text && turn.atMs > input.atMs)

function mergeSends(
  thread: Thread,
  now: { turns: readonly Turn[]; held: readonly HeldInput[]; active: Active },
): Send[] {
  const told = new Set(
    now.turns.flatMap((turn) =>
      turn.kind === 'person' && turn.sendId !== null ? [messageOf(turn.sendId)] : [],
    ),
  )
  return thread.sends
    .filter((send) => !told.has(messageOf(send.id)))
    .map((send): Send => {
      const input = now.held.find((one) => one.runId === send.id)
      if (input !== undefined) {
        return input.isQueued ? { ...send, phase: 'accepted', life: thread.life } : givenUp(send)
      }
      if (send.phase !== 'sending' && send.phase !== 'accepted') return send
      if (now.active.known.has(send.id)) return { ...send, phase: 'accepted', life: thread.life }
      return send.life < thread.life ? { ...send, phase: 'waiting' } : send
    })
}

/** Nobody has read it, so it may go out anew without being told twice. */
function givenUp(send: Send): Send {
  const id = send.phase === 'failed' ? null : nextKey(send.id)
  return id === null
    ? { ...send, phase: 'failed', problem: send.problem ?? abandoned }
    : { ...send, id, phase: 'waiting' }
}

interface RunContext {
  page: HistoryPage
  turns: readonly Turn[]
  active: Active
  nowMs: number
}

function mergeRuns(thread: Thread, context: RunContext): Run[] {
  const merged = thread.runs.flatMap((run) => mergeRun(run, thread.life, context))
  const adopted = context.page.inFlightRun
  if (adopted === undefined || merged.some((run) => run.id === adopted.runId)) return merged
  const run: Run = {
    id: adopted.runId,
    startedAtMs: adopted.startedAt ?? context.nowMs,
    heardAtMs: context.nowMs,
    life: thread.life,
    activity: 'thinking',
    segments: [],
    end: null,
    problem: null,
  }
  return [...merged, withStoredPieces(run, context)]
}

/** No run, or one: gone into history, still going on, or ended by nobody. */
function mergeRun(run: Run, life: number, context: RunContext): Run[] {
  if (context.active.known.has(run.id)) {
    return [{ ...withStoredPieces(run, context), life, heardAtMs: context.nowMs, end: null }]
  }
  const turn = agentTurn(context.turns, run.id)
  // A run that was heard in this life may have begun or ended while history was read.
  const isLost = run.end === null && run.life < life && context.active.isComplete
  const settled = isLost ? ended(run, 'interrupted') : run
  if (turn === undefined) return [settled]
  if (settled.end === null) return [settled]
  return isWholeIn(turn, settled) ? [] : [settled]
}

const agentTurn = (turns: readonly Turn[], runId: string): AgentTurn | undefined =>
  turns.find((turn): turn is AgentTurn => turn.kind === 'agent' && turn.runId === runId)

/** True when history tells at least what we saw. An interrupted run is seldom stored to its last word. */
function isWholeIn(turn: AgentTurn, run: Run): boolean {
  if (turn.end === 'error' && run.end === 'error') return textOfSegments(run.segments) === ''
  const tools = (segments: readonly Segment[]) =>
    segments.filter((one) => one.kind === 'tool').length
  const stored = squeezed(textOfSegments(turn.segments))
  const seen = squeezed(textOfSegments(run.segments))
  return stored.length >= seen.length && tools(turn.segments) >= tools(run.segments)
}

/**
 * A run that went on while we were away: the pieces already stored, then what the gateway holds of the
 * piece that is being written. Its buffer repeats the stored texts, joined.
 */
function withStoredPieces(run: Run, { page, turns }: RunContext): Run {
  const stored = agentTurn(turns, run.id)?.segments ?? []
  const buffered = page.inFlightRun?.runId === run.id ? page.inFlightRun.text : ''
  const before = textOfSegments(stored)
  const rest = buffered.startsWith(before) ? buffered.slice(before.length).trim() : ''
  const segments: readonly Segment[] =
    rest === '' ? stored : [...stored, { kind: 'text', key: 'in-flight', text: rest }]
  const isFurther = textOfSegments(segments).length >= textOfSegments(run.segments).length
  return isFurther && segments.length >= run.segments.length ? { ...run, segments } : run
}
