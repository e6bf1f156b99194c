import { createServer, type Server, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { providerContext } from '../models/provider-store'
import { seal } from '../protocol/seal'
import type { Ticket } from '../protocol/ticket'
import type { RealHost } from './real-host'
import type { TestBrowser } from './test-browser'

const apiKey = 'sk-canary-1234567890'
const sessionKey = 'agent:main:main'

/** Port of a server that listens on 127.0.0.1. */
async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const refuseWith =
  (status: number, message: string, code: string) => (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ error: { message, code } }))
  }

function answerWell(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const choice = (delta: object, end: string | null) =>
    response.write(
      `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'real-1', choices: [{ index: 0, delta, finish_reason: end }] })}\n\n`,
    )
  choice({ role: 'assistant', content: 'Here I am.' }, null)
  choice({}, 'stop')
  response.end('data: [DONE]\n\n')
}

/**
 * What OpenClaw makes of a provider that refuses: a real gateway, and a provider under the test's hand.
 * `open` names a host and the leased machine whose turn it is; the host keeps the provider afterwards.
 */
export function describeRefusals(open: () => { host: RealHost; ticket: Ticket }): void {
  describe('a provider that refuses', () => {
    let browser: TestBrowser
    let reply = answerWell
    let asked = 0
    const provider = createServer((request, response) => {
      asked += 1
      request.resume().once('end', () => reply(response))
    })

    beforeAll(async () => {
      const { host, ticket } = open()
      const baseUrl = `http://127.0.0.1:${await listening(provider)}/v1`
      const { sealingKey } = await host.snapshot()
      const sealedKey = seal(apiKey, sealingKey, providerContext(baseUrl))
      await host.call('provider', { provider: { baseUrl, model: 'real-1', sealedKey } })
      browser = await host.open(ticket)
      await browser.until(() => browser.states().at(-1) === 'ready')
    })
    afterAll(() => {
      browser.leave()
      provider.closeAllConnections()
      provider.close()
    })

    /** Sends a message and gives the last word on its run. */
    async function ask(id: string) {
      const idempotencyKey = `key-of-${id}`
      browser.request(id, 'chat.send', { sessionKey, message: `Hello ${id}`, idempotencyKey })
      const end = await browser.frame(
        ({ event, payload }) =>
          event === 'chat' &&
          payload?.['runId'] === idempotencyKey &&
          ['final', 'error', 'aborted'].includes(String(payload['state'])),
      )
      return JSON.stringify(end.payload)
    }

    it('passes our sentence on, the provider’s words behind it and no key, and is well at once after', async () => {
      reply = refuseWith(401, `Incorrect API key provided: ${apiKey}.`, 'invalid_api_key')
      const refused = await ask('wrong-key')
      expect(refused).toContain('refuses the site’s key')
      expect(refused).toContain('Details: The model provider refused the call (401)')
      expect(refused).not.toContain(apiKey)
      reply = refuseWith(402, 'Insufficient credits', 'billing')
      expect(await ask('no-money')).toContain('is used up')
      reply = answerWell
      // No pause of OpenClaw's own stands between the mended key and the next answer.
      expect(await ask('mended')).toContain('Here I am.')
    })

    it('says that a provider is away after three tries, and that a conversation is too long by its kind', async () => {
      asked = 0
      reply = (response) => response.destroy()
      expect(await ask('cut')).toContain('cannot be reached just now')
      expect(asked).toBe(3)
      const words = 'This model’s maximum context length is 8192 tokens.'
      reply = refuseWith(400, words, 'context_length_exceeded')
      expect(await ask('too-long')).toContain('"errorKind":"context_length"')
      reply = answerWell
      expect(await ask('well')).toContain('Here I am.')
    })
  })
}
