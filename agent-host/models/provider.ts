import type { ServerResponse } from 'node:http'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { ChatRequest } from './chat-request'
import { ModelError } from './model-error'
import type { CallCount } from './usage/call-count'

/** One OpenAI-compatible provider. `baseUrl` ends before `/chat/completions`. */
export interface Provider {
  baseUrl: string
  model: string
  /** Gives the key for one call; it is never kept by the caller. */
  key: () => string
  /** Throws a ModelError when the address must not be called; null for one that the operator has chosen. */
  admit: (() => Promise<void>) | null
}

/** A minute and a half without a first byte: thinking models are slow, hung ones are slower. */
const firstByteMs = 90_000

const endpoint = (baseUrl: string): string => `${baseUrl.replace(/\/+$/, '')}/chat/completions`

async function post(provider: Provider, body: unknown, signal: AbortSignal): Promise<Response> {
  await provider.admit?.()
  try {
    return await fetch(endpoint(provider.baseUrl), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${provider.key()}`,
        'user-agent': 'Rockpool',
      },
      body: JSON.stringify(body),
      redirect: 'error',
      signal,
    })
  } catch (error) {
    throw new ModelError(502, 'The model provider could not be reached.', error)
  }
}

/** Sends the call to the provider and streams its answer back untouched. The caller leaving ends both. */
export async function forwardToProvider(
  response: ServerResponse,
  request: ChatRequest,
  about: {
    provider: Provider
    /** Hears every byte of the answer. */
    count: CallCount
    /** Called when the provider begins to answer: from here on the call is paid for. */
    onAnswer: () => void
  },
): Promise<void> {
  const { provider, count } = about
  const leaving = new AbortController()
  response.once('close', () => leaving.abort())
  const firstByte = new AbortController()
  const timer = setTimeout(() => firstByte.abort(), firstByteMs)
  const signal = AbortSignal.any([leaving.signal, firstByte.signal])
  try {
    const answer = await post(provider, { ...request, model: provider.model }, signal)
    clearTimeout(timer)
    if (!answer.ok) throw await refusal(answer, provider)
    about.onAnswer()
    response.writeHead(200, {
      'content-type': answer.headers.get('content-type') ?? 'application/json',
      'cache-control': 'no-store',
    })
    if (answer.body === null) response.end()
    else {
      const source = Readable.fromWeb(answer.body as ReadableStream<Uint8Array>)
      await pipeline(source, countingInto(count), response)
    }
  } catch (error) {
    if (leaving.signal.aborted) return
    throw error
  } finally {
    clearTimeout(timer)
  }
}

const countingInto = (count: CallCount): Transform =>
  new Transform({
    transform(chunk: Uint8Array, _encoding, pass) {
      count.pass(chunk)
      pass(null, chunk)
    },
  })

/** The provider's own words, without anything that looks like the key. */
async function refusal(answer: Response, provider: Provider): Promise<ModelError> {
  const text = (await answer.text()).slice(0, 2_000).replaceAll(provider.key(), '••••')
  const words = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text.slice(0, 300)
  const status = answer.status === 429 ? 429 : answer.status >= 500 ? 502 : 400
  return new ModelError(
    status,
    `The model provider refused the call (${answer.status}): ${words === '' ? 'it gave no reason' : words}`,
    undefined,
  )
}

/** A real call of one token. Never throws: the outcome is a sentence. */
export async function testProvider(
  provider: Provider,
  now: () => number,
): Promise<{ ok: boolean; message: string; latencyMs: number }> {
  const startedAt = now()
  const outcome = (ok: boolean, message: string) => ({
    ok,
    message,
    latencyMs: Math.max(0, Math.round(now() - startedAt)),
  })
  try {
    const body = {
      model: provider.model,
      messages: [{ role: 'user', content: 'Say yes.' }],
      max_completion_tokens: 16,
    }
    const answer = await post(provider, body, AbortSignal.timeout(20_000))
    if (!answer.ok) return outcome(false, (await refusal(answer, provider)).public)
    const text = await answer.text()
    return text.includes('"choices"')
      ? outcome(true, `${provider.model} answered.`)
      : outcome(
          false,
          'Something answered at this address, but not as an OpenAI-compatible model would.',
        )
  } catch (error) {
    if (error instanceof ModelError) return outcome(false, error.public)
    throw error
  }
}
