import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { Secret } from '@/server/core/secret'
import type { Message, ResendRoute } from './mail-gateway'
import { realMail } from './real-mail'
import { smtpLimits } from './smtp-mail'

const canary = 're_canary_key'
const route: ResendRoute = { kind: 'resend', apiKey: new Secret(canary) }
const message: Message = {
  id: 'mai_00000000000000000001',
  from: { name: 'Tide "Water"\r\nBcc: x@example.test', address: 'hello@tidewater.test' },
  to: { name: '', address: 'kim@example.test' },
  subject: 'Welcome',
  text: 'Hello',
  html: '<p>Hello</p>',
  at: new Date('2026-03-01T12:00:00.000Z'),
}

interface Asked {
  path: string | undefined
  headers: IncomingHttpHeaders
  body: unknown
}
let server: Server | undefined
afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((resolve) => (server === undefined ? resolve(null) : server.close(resolve)))
  server = undefined
})

async function resendThat(answer: { status: number; body: unknown } | 'silence') {
  const asked: Asked[] = []
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString())
      asked.push({ path: request.url, headers: request.headers, body })
      if (answer === 'silence') return
      response.writeHead(answer.status, { 'content-type': 'application/json' })
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const mail = realMail({ smtp: smtpLimits, resend: { baseUrl, timeoutMs: 300 } })
  return { asked, delivery: await mail.deliver(route, message) }
}

describe('a message by Resend', () => {
  it('is one call with the key, and the id by which a repetition is recognised', async () => {
    const { asked, delivery } = await resendThat({ status: 200, body: { id: 'x' } })
    expect(delivery).toEqual({ outcome: 'accepted', sentence: 'Resend took the message.' })
    expect(asked).toMatchObject([
      {
        path: '/emails',
        headers: { authorization: `Bearer ${canary}`, 'idempotency-key': message.id },
        body: { to: ['kim@example.test'], subject: 'Welcome', text: 'Hello' },
      },
    ])
    const { from } = asked[0]?.body as { from: string }
    expect(from).toMatch(/^"Tide {2}Water {3}Bcc: x@example.test" <hello@tidewater.test>$/)
  })

  it.each([
    [401, 'later', /does not accept this key/],
    [403, 'later', /does not let this key send/],
    [422, 'refused', /refuses the message/],
    [429, 'later', /not take the message now/],
    [500, 'later', /not take the message now/],
  ])('that is answered by %i can be sent %s, and the key is in no sentence', async (...about) => {
    const [status, outcome, words] = about
    const body = { statusCode: status, message: `wrong: ${canary}` }
    const { delivery } = await resendThat({ status, body })
    expect(delivery).toEqual({ outcome, sentence: expect.stringMatching(words) })
    expect(delivery.sentence).toContain('wrong: ••••••')
    expect(delivery.sentence).not.toContain(canary)
  })

  it('survives an answer that is a page, and one that never comes', async () => {
    const page = await resendThat({ status: 502, body: '<html>bad gateway</html>' })
    expect(page.delivery).toMatchObject({ outcome: 'later' })
    const { delivery } = await resendThat('silence')
    expect(delivery).toEqual({ outcome: 'later', sentence: 'Resend does not answer in time.' })
  })
})
