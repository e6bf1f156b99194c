import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Clock } from '../../core/clock'
import type { ChatRequest } from '../chat-request'
import { textOf } from '../chat-request'
import type { CallCount } from '../usage/call-count'
import { type DemoAct, demoAct } from './act'
import { demoReply } from './reply'
import { understand } from './understand'

/** About forty words a second: quick to read along, slow enough to be seen streaming. */
const wordEveryMs = 25

/** Roughly four characters a token, which is all that a model without a tokenizer can honestly say. */
const tokensIn = (text: string): number => Math.ceil(text.length / 4)

/** The demo model's name where usage is counted and where a provider's would stand. */
export const demoModelName = 'rockpool-demo'

interface Spoken {
  reply: string
  /** What it does after its words. */
  act: DemoAct | null
  model: string
  clock: Clock
  pauseMs: number
  /** Hears what is said, as it would a provider's bytes. */
  count?: CallCount
}

/**
 * Answers one OpenAI-style chat completion, streamed word by word or whole. Stops when the caller leaves.
 * `reply` is what to say; the pause between words comes from the clock.
 */
async function speak(response: ServerResponse, request: ChatRequest, about: Spoken): Promise<void> {
  const { reply, act } = about
  const calls = act === null ? {} : { tool_calls: [toolCall(act)] }
  const reason = act === null ? 'stop' : 'tool_calls'
  const id = `chatcmpl-${randomUUID()}`
  const created = Math.floor(about.clock.now() / 1_000)
  const usage = {
    prompt_tokens: request.messages.reduce((sum, message) => sum + tokensIn(textOf(message)), 0),
    completion_tokens: tokensIn(reply),
    total_tokens: 0,
  }
  usage.total_tokens = usage.prompt_tokens + usage.completion_tokens
  if (request.stream !== true) {
    response.setHeader('content-type', 'application/json')
    const message = { role: 'assistant', content: reply, ...calls }
    const choices = [{ index: 0, message, finish_reason: reason }]
    const body = { id, object: 'chat.completion', created, model: about.model, choices, usage }
    const bytes = Buffer.from(JSON.stringify(body))
    about.count?.pass(bytes)
    response.end(bytes)
    return
  }
  const leaving = new AbortController()
  response.once('close', () => leaving.abort())
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  const chunk = (choices: unknown[], more: object = {}) => {
    const head = { id, object: 'chat.completion.chunk', created, model: about.model }
    const bytes = Buffer.from(`data: ${JSON.stringify({ ...head, choices, ...more })}\n\n`)
    about.count?.pass(bytes)
    response.write(bytes)
  }
  const delta = (content: object, end: string | null = null) =>
    chunk([{ index: 0, delta: content, finish_reason: end }])
  delta({ role: 'assistant', content: '' })
  for (const word of reply.match(/\s*\S+\s*?/g) ?? []) {
    if (leaving.signal.aborted) return
    delta({ content: word })
    if (about.pauseMs > 0) await pause(about.clock, about.pauseMs, leaving.signal)
  }
  if (leaving.signal.aborted) return
  if (act !== null) delta(calls)
  delta({}, reason)
  chunk([], { usage })
  response.end('data: [DONE]\n\n')
}

const toolCall = (act: DemoAct) => ({
  index: 0,
  id: `call_${randomUUID()}`,
  type: 'function',
  function: { name: act.tool, arguments: JSON.stringify(act.arguments) },
})

async function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal)
  } catch (error) {
    // The caller left in mid-sentence; the loop above looks at the signal next.
    if (!signal.aborted) throw error
  }
}

/** The project's own model, for installations without a provider. Its words carry their label. */
export async function answerAsDemo(
  response: ServerResponse,
  request: ChatRequest,
  about: { clock: Clock; count: CallCount },
): Promise<void> {
  const context = understand(request)
  await speak(response, request, {
    reply: demoReply(context),
    act: context.outcome === null ? demoAct(context.said) : null,
    model: demoModelName,
    pauseMs: wordEveryMs,
    ...about,
  })
}

/**
 * One of the host's own sentences in place of a model's answer, under the label that says whose it is. The
 * chat folds `details` away (`components/chat/thread/host-words.ts`).
 */
export async function sayInstead(
  response: ServerResponse,
  request: ChatRequest,
  about: { sentence: string; details?: string; clock: Clock },
): Promise<void> {
  const { sentence, details, clock } = about
  const reply = `[Rockpool] ${sentence}${details === undefined ? '' : `\n\nDetails: ${details}`}`
  await speak(response, request, { reply, act: null, model: 'rockpool', clock, pauseMs: 0 })
}

/** Answers the warm-up of a machine that nobody owns yet, at once and without a provider's bill. */
export async function answerWarmUp(
  response: ServerResponse,
  request: ChatRequest,
  clock: Clock,
): Promise<void> {
  await speak(response, request, {
    reply: 'Warm.',
    act: null,
    model: 'rockpool-warm-up',
    clock,
    pauseMs: 0,
  })
}
