import { z } from 'zod'
import { plainProblem } from './problem'
import type { Run, RunActivity, Segment, TextSegment } from './thread'
import { isRecord, readable } from './tool-text'

const Text = z.array(z.object({ type: z.string(), text: z.string().optional() }))

export const ChatEvent = z.object({
  runId: z.string(),
  sessionKey: z.string(),
  state: z.string(),
  phase: z.string().optional(),
  errorMessage: z.string().optional(),
  message: z.object({ content: Text }).optional(),
})
export type ChatEvent = z.infer<typeof ChatEvent>

export const AgentEvent = z.object({
  runId: z.string(),
  sessionKey: z.string(),
  stream: z.string(),
  data: z.record(z.string(), z.unknown()),
})
export type AgentEvent = z.infer<typeof AgentEvent>

const Assistant = z.object({ text: z.string(), itemId: z.string().optional() })
const Item = z.object({
  kind: z.string(),
  itemId: z.string().optional(),
  toolCallId: z.string().optional(),
  title: z.string().optional(),
  meta: z.string().optional(),
  progressText: z.string().optional(),
})
const Tool = z.object({
  phase: z.string(),
  name: z.string(),
  toolCallId: z.string(),
  args: z.unknown().optional(),
  partialResult: z.unknown().optional(),
  result: z.unknown().optional(),
  isError: z.boolean().optional(),
})

/** The whole answer's text so far; the gateway joins the pieces between tool calls by an empty line. */
export const textOfMessage = (event: ChatEvent): string =>
  (event.message?.content ?? []).map((block) => block.text ?? '').join('')

export const textOfSegments = (segments: readonly Segment[]): string =>
  segments.flatMap((one) => (one.kind === 'text' ? [one.text.trim()] : [])).join('\n\n')

/** Equal to a reader: the gateway trims and re-joins differently in events and in history. */
export const squeezed = (text: string): string => text.replace(/\s+/g, '')

/** What an `agent` event adds to a run: the pieces of its answer and what it is doing. */
export function withAgentEvent(run: Run, event: AgentEvent): Run {
  const { stream, data } = event
  if (stream === 'assistant') {
    const parsed = Assistant.safeParse(data)
    if (!parsed.success || parsed.data.text.trim() === '') return run
    const { text, itemId } = parsed.data
    return { ...run, activity: 'writing', segments: withText(run.segments, itemId, text) }
  }
  if (stream === 'tool') return withTool(run, data)
  if (stream === 'item') return withItem(run, data)
  if (stream === 'lifecycle' && data['phase'] === 'model' && run.activity === 'preparing') {
    return { ...run, activity: 'thinking' }
  }
  return run
}

/**
 * Sets the text of one item of the answer. The same words may come as a stream and then once more as
 * an item of their own (what was said before a tool call), so an open text that begins alike is replaced.
 */
function withText(segments: readonly Segment[], itemId: string | undefined, text: string) {
  const last = segments.at(-1)
  const key = itemId ?? `text-${segments.length}`
  const known = segments.find((one): one is TextSegment => one.kind === 'text' && one.key === key)
  if (known !== undefined) return segments.map((one) => (one === known ? { ...known, text } : one))
  if (last?.kind === 'text' && beginAlike(last.text, text)) {
    return [...segments.slice(0, -1), { ...last, text: longer(last.text, text) }]
  }
  return [...segments, { kind: 'text' as const, key, text }]
}

const beginAlike = (a: string, b: string) => {
  const [left, right] = [squeezed(a), squeezed(b)]
  return left.startsWith(right) || right.startsWith(left)
}

const longer = (a: string, b: string) => (b.length >= a.length ? b : a)

function withItem(run: Run, data: Record<string, unknown>): Run {
  const parsed = Item.safeParse(data)
  if (!parsed.success) return run
  const item = parsed.data
  if (item.kind === 'preamble' && (item.progressText ?? '').trim() !== '') {
    return { ...run, segments: withText(run.segments, item.itemId, item.progressText ?? '') }
  }
  const title = item.meta ?? null
  if (item.kind !== 'tool' || item.toolCallId === undefined || title === null) return run
  const isKnown = run.segments.some((one) => one.kind === 'tool' && one.key === item.toolCallId)
  if (!isKnown) return run
  return {
    ...run,
    segments: run.segments.map((one) =>
      one.kind === 'tool' && one.key === item.toolCallId ? { ...one, title } : one,
    ),
  }
}

function withTool(run: Run, data: Record<string, unknown>): Run {
  const parsed = Tool.safeParse(data)
  if (!parsed.success) return run
  const tool = parsed.data
  const before = run.segments.find((one) => one.kind === 'tool' && one.key === tool.toolCallId)
  const isOver = tool.phase === 'result'
  const output = outputOf(isOver ? tool.result : tool.partialResult)
  const base =
    before?.kind === 'tool'
      ? before
      : {
          kind: 'tool' as const,
          key: tool.toolCallId,
          name: tool.name,
          title: null,
          input: readable(tool.args),
          output: '',
          phase: 'running' as const,
        }
  const next = {
    ...base,
    output: output === '' ? base.output : output,
    phase: isOver ? (tool.isError === true ? ('failed' as const) : ('done' as const)) : base.phase,
  }
  const segments =
    before === undefined
      ? [...run.segments, next]
      : run.segments.map((one) => (one === before ? next : one))
  const isAnyRunning = segments.some((one) => one.kind === 'tool' && one.phase === 'running')
  return { ...run, segments, activity: isAnyRunning ? 'using-tool' : 'thinking' }
}

/** Results are content blocks beside details for programs. */
function outputOf(result: unknown): string {
  if (!isRecord(result)) return readable(result)
  const content = Text.safeParse(result['content'])
  if (!content.success) return readable(result)
  return content.data.map((block) => block.text ?? '').join('\n')
}

/**
 * What a `chat` event says about a run that has not ended. The pieces of its text come by `agent` events;
 * a connection that was made after the run began may hear the whole text only.
 */
export function withChatEvent(run: Run, event: ChatEvent): Run {
  switch (event.state) {
    case 'status':
      return { ...run, activity: activityOf(event.phase, run.activity) }
    case 'delta': {
      const segments = withWholeText(run.segments, textOfMessage(event))
      return segments === run.segments ? run : { ...run, segments, activity: 'writing' }
    }
    case 'final':
      return ended(run, 'final', event)
    case 'aborted':
      return ended(run, 'aborted', event)
    case 'error':
      return { ...ended(run, 'error', event), problem: plainProblem(event.errorMessage ?? '') }
    default:
      return run
  }
}

const activityOf = (phase: string | undefined, before: RunActivity): RunActivity => {
  if (phase === 'starting_model') return 'thinking'
  return before === 'preparing' ? 'preparing' : before
}

/**
 * Fills in what was not heard of the answer's text. What stands before the last tool call was told
 * whole; the rest of the text belongs behind it.
 */
function withWholeText(segments: readonly Segment[], whole: string): readonly Segment[] {
  if (squeezed(whole).length <= squeezed(textOfSegments(segments)).length) return segments
  const closed = segments.slice(0, segments.findLastIndex((one) => one.kind === 'tool') + 1)
  const before = textOfSegments(closed)
  // Where the two disagree, history tells.
  if (!whole.startsWith(before)) return segments
  const last = segments.at(-1)
  const key = last?.kind === 'text' ? last.key : 'whole'
  return [...closed, { kind: 'text', key, text: whole.slice(before.length).trim() }]
}

/** Ends a run. Text that came only with the end is kept; tools that did not finish say so. */
export function ended(run: Run, end: Exclude<Run['end'], null>, event?: ChatEvent): Run {
  const segments =
    event === undefined ? run.segments : withWholeText(run.segments, textOfMessage(event))
  return {
    ...run,
    end,
    segments: segments.map((one) =>
      one.kind === 'tool' && one.phase === 'running' ? { ...one, phase: 'cut' } : one,
    ),
  }
}
