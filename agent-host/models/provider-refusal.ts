import { z } from 'zod'
import { ModelError } from './model-error'

/**
 * Why a provider did not answer. `busy`, `down` and `unreachable` may pass by themselves; `too-long` is the
 * gateway's to mend: it makes the conversation shorter and asks again.
 */
export type RefusalKind =
  | 'key'
  | 'money'
  | 'model'
  | 'too-long'
  | 'busy'
  | 'down'
  | 'unreachable'
  | 'request'

/** A provider's no: what it means, and the provider's own words without anything that looks like a key. */
export class ProviderRefusal extends ModelError {
  override name = 'ProviderRefusal'
  readonly kind: RefusalKind
  readonly details: string
  /** How long the provider wants to be left alone; null when it did not say. */
  readonly retryAfterMs: number | null

  constructor(
    kind: RefusalKind,
    about: { details: string; retryAfterMs?: number | null; cause?: unknown },
  ) {
    super(statusOf[kind], about.details, about.cause)
    this.kind = kind
    this.details = about.details
    this.retryAfterMs = about.retryAfterMs ?? null
  }
}

/**
 * For calls whose caller is a program: 400 is final for OpenClaw and keeps it from its own pauses, which
 * after a 401 or 402 last for minutes whatever the person mends.
 */
const statusOf: Readonly<Record<RefusalKind, number>> = {
  key: 400,
  money: 400,
  model: 400,
  'too-long': 400,
  request: 400,
  busy: 429,
  down: 502,
  unreachable: 502,
}

/** Reads a refusal over HTTP. `key` is hidden wherever the provider repeats it. */
export async function readRefusal(answer: Response, key: string): Promise<ProviderRefusal> {
  const body = (await answer.text()).slice(0, 20_000)
  const { words, code } = readBody(body)
  const said = hideKeys(words, key)
  const details = `The model provider refused the call (${answer.status}): ${said === '' ? 'it gave no reason' : said}`
  return new ProviderRefusal(kindOf(answer.status, `${code} ${words}`), {
    details,
    retryAfterMs: retryAfter(answer),
  })
}

/** The shapes in use: OpenAI's, Anthropic's and Google's `error.message`, and plainer ones. */
const Said = z.object({
  error: z.union([
    z.string(),
    z.object({
      message: z.string().optional(),
      code: z.unknown().optional(),
      type: z.unknown().optional(),
    }),
  ]),
})
const Plain = z.object({ message: z.string() })

function readBody(body: string): { words: string; code: string } {
  const json = parseJson(body)
  const said = Said.safeParse(Array.isArray(json) ? json[0] : json)
  if (said.success) {
    const { error } = said.data
    if (typeof error === 'string') return { words: error, code: '' }
    const codes = [error.code, error.type].filter((one) => typeof one === 'string')
    return { words: error.message ?? '', code: codes.join(' ') }
  }
  const plain = Plain.safeParse(json)
  if (plain.success) return { words: plain.data.message, code: '' }
  // A proxy's page: its tags say nothing.
  return { words: json === undefined ? body.replace(/<[^>]*>/g, ' ') : '', code: '' }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: the caller reads it as text.
    return undefined
  }
}

/** Providers repeat a wrong key, whole or in part, and some tell other keys by mistake. */
const hideKeys = (words: string, key: string): string =>
  (key === '' ? words : words.replaceAll(key, '••••'))
    .replace(/\b(?:sk|pk|rk|gsk|xai|key|AIza)[-_]?[A-Za-z0-9*_-]{12,}/g, '••••')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300)

function kindOf(status: number, words: string): RefusalKind {
  if (isTooLong(words) && [400, 413, 422].includes(status)) return 'too-long'
  if (status === 402 || /insufficient_quota|credit balance|billing/i.test(words)) return 'money'
  if (status === 401 || status === 403 || /invalid_api_key|API key not valid/i.test(words))
    return 'key'
  if (status === 404) return 'model'
  if (status === 429) return 'busy'
  if (status === 408 || status >= 500) return 'down'
  return 'request'
}

const isTooLong = (words: string): boolean =>
  /context_length_exceeded|request_too_large|context (?:length|window)|maximum context|(?:prompt|input|request) (?:is )?too (?:long|large)|too many (?:input )?tokens|input token count exceeds/i.test(
    words,
  )

function retryAfter(answer: Response): number | null {
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null
}
