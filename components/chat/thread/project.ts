import { attachmentsOf, blocksOf, type Row, sendIdOf, textOf } from './history-page'
import { plainProblem } from './problem'
import { messageOf } from './send-key'
import type { AgentTurn, NoticeTurn, Segment, ToolSegment, Turn } from './thread'
import { readable } from './tool-text'

/**
 * Turns of a conversation from its stored rows. An answer with tools is many rows; those of one run
 * become one turn. Runs in `activeIds` are still going on, so their open tool calls are running.
 */
export function projectRows(rows: readonly Row[], activeIds: ReadonlySet<string>): Turn[] {
  const turns: Turn[] = []
  const keys = new Map<string, number>()
  const uniqueKey = (key: string) => {
    const seen = (keys.get(key) ?? 0) + 1
    keys.set(key, seen)
    return seen === 1 ? key : `${key}#${seen}`
  }
  rows.forEach((row, index) => {
    const rowKey = row.__openclaw?.id ?? `row-${row.__openclaw?.seq ?? index}`
    const notice = noticeOf(row)
    if (notice !== null) {
      turns.push({ kind: 'notice', key: uniqueKey(rowKey), notice, atMs: row.timestamp ?? 0 })
    } else if (row.role === 'user') {
      const sendId = sendIdOf(row)
      const key = uniqueKey(sendId === null ? rowKey : `send:${messageOf(sendId)}`)
      turns.push({
        kind: 'person',
        key,
        sendId,
        text: textOf(row),
        attachments: attachmentsOf(row),
        atMs: row.timestamp ?? 0,
      })
    } else if (row.role === 'assistant' || row.role === 'toolResult') {
      const runId = row.__openclaw?.runId ?? null
      const last = turns.at(-1)
      const isSameTurn = last?.kind === 'agent' && last.runId === runId
      const turn = isSameTurn
        ? last
        : newTurn(row, runId, uniqueKey(runId === null ? rowKey : `run:${runId}`))
      const next = addRow(turn, row)
      if (isSameTurn) turns[turns.length - 1] = next
      else turns.push(next)
    }
  })
  return turns
    .map((turn) => (turn.kind === 'agent' ? closeTools(turn, activeIds) : turn))
    .filter((turn) => turn.kind !== 'agent' || turn.segments.length > 0 || turn.problem !== null)
}

function noticeOf(row: Row): NoticeTurn['notice'] | null {
  const kind = row.__openclaw?.kind
  if (kind === 'compaction') return 'compacted'
  if (kind === 'reset') return 'reset'
  // Words that the gateway says to the model in the person's place are not the person's.
  if (row.role === 'user' && row.provenance?.kind === 'internal_system') return 'resumed'
  return null
}

function newTurn(row: Row, runId: string | null, key: string): AgentTurn {
  return {
    kind: 'agent',
    key,
    runId,
    segments: [],
    end: 'final',
    problem: null,
    atMs: row.timestamp ?? 0,
  }
}

function addRow(turn: AgentTurn, row: Row): AgentTurn {
  if (row.role === 'toolResult') return { ...turn, segments: withResult(turn.segments, row) }
  if (row.stopReason === 'error' || row.idempotencyKey?.endsWith(':terminal-error') === true) {
    return { ...turn, end: 'error', problem: plainProblem(textOf(row)) }
  }
  const segments = [...turn.segments]
  for (const block of blocksOf(row)) {
    if (block.type === 'text' && (block.text ?? '').trim() !== '') {
      segments.push({ kind: 'text', key: `text-${segments.length}`, text: block.text ?? '' })
    } else if (block.type === 'toolCall') {
      segments.push({
        kind: 'tool',
        key: block.id ?? `tool-${segments.length}`,
        name: block.name ?? 'tool',
        title: null,
        input: readable(block.arguments),
        output: '',
        phase: 'running',
      })
    }
  }
  const end = row.openclawAbort?.aborted === true ? 'aborted' : turn.end
  return { ...turn, segments, end }
}

function withResult(segments: readonly Segment[], row: Row): Segment[] {
  const output = textOf(row)
  const phase = row.isError === true ? 'failed' : 'done'
  const isCalled = segments.some((one) => one.kind === 'tool' && one.key === row.toolCallId)
  if (isCalled) {
    return segments.map((one) =>
      one.kind === 'tool' && one.key === row.toolCallId ? { ...one, output, phase } : one,
    )
  }
  // The call itself lies before the page that was read.
  const lone: ToolSegment = {
    kind: 'tool',
    key: row.toolCallId ?? `tool-${segments.length}`,
    name: row.toolName ?? 'tool',
    title: null,
    input: '',
    output,
    phase,
  }
  return [...segments, lone]
}

function closeTools(turn: AgentTurn, activeIds: ReadonlySet<string>): AgentTurn {
  if (turn.runId !== null && activeIds.has(turn.runId)) return turn
  return {
    ...turn,
    segments: turn.segments.map((one) =>
      one.kind === 'tool' && one.phase === 'running' ? { ...one, phase: 'cut' } : one,
    ),
  }
}
