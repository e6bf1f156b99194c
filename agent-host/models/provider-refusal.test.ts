import { describe, expect, it } from 'vitest'
import { type RefusalKind, readRefusal } from './provider-refusal'
import { refusalWords } from './refusal-words'

const key = 'sk-canary-1234567890'
const read = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  readRefusal(
    new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers }),
    key,
  )
const said = (message: string, code?: string) => ({ error: { message, code, type: 'x' } })

describe('a provider’s refusal', () => {
  it.each<[string, RefusalKind, { status: number; body: unknown }]>([
    [
      'a wrong key',
      'key',
      { status: 401, body: said('Incorrect API key provided', 'invalid_api_key') },
    ],
    ['a forbidden key', 'key', { status: 403, body: said('Not allowed') }],
    [
      'Google’s wrong key',
      'key',
      { status: 400, body: [said('API key not valid. Please pass a valid API key.')] },
    ],
    ['no money', 'money', { status: 402, body: said('Insufficient credits') }],
    [
      'no quota',
      'money',
      { status: 429, body: said('You exceeded your current quota', 'insufficient_quota') },
    ],
    [
      'Anthropic’s empty account',
      'money',
      { status: 400, body: said('Your credit balance is too low') },
    ],
    ['too many calls', 'busy', { status: 429, body: said('Rate limit reached') }],
    ['an unknown model', 'model', { status: 404, body: said('The model `x` does not exist') }],
    [
      'a long conversation',
      'too-long',
      { status: 400, body: said('Too long', 'context_length_exceeded') },
    ],
    [
      'Anthropic’s long prompt',
      'too-long',
      { status: 400, body: said('prompt is too long: 212000 tokens') },
    ],
    ['a trouble of its own', 'down', { status: 503, body: '<html><b>Bad</b> gateway</html>' }],
    [
      'anything else',
      'request',
      { status: 400, body: { message: 'temperature is not supported' } },
    ],
  ])('is known as what it is: %s', async (_what, kind, { status, body }) => {
    expect((await read(status, body)).kind).toBe(kind)
  })

  it('keeps the provider’s words, and no key in them, whosever it is', async () => {
    const body = said(`Incorrect API key: ${key}, not sk-proj-abcdefghijklmnop. See\nthe docs.`)
    const { details } = await read(401, body)
    expect(details).toBe(
      'The model provider refused the call (401): Incorrect API key: ••••, not ••••. See the docs.',
    )
  })

  it('reads a proxy’s page as text, and an empty answer as no reason', async () => {
    expect((await read(502, '<html><b>Bad</b> gateway</html>')).details).toContain('Bad gateway')
    expect((await read(500, '')).details).toContain('no reason')
    expect((await read(500, '{"odd":1}')).details).toContain('no reason')
  })

  it('hears how long the provider wants to be left alone', async () => {
    expect((await read(429, said('slow'), { 'retry-after': '7' })).retryAfterMs).toBe(7_000)
    expect((await read(429, said('slow'))).retryAfterMs).toBeNull()
  })

  it('tells a customer where to mend their own, and whose it is when it is the site’s', async () => {
    const refusal = await read(401, said('no'))
    expect(refusalWords(refusal, true)).toBe(
      'Your provider refuses the key. Check it in Settings → Model.',
    )
    expect(refusalWords(refusal, false)).toContain('operator')
  })
})
