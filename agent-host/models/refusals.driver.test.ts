import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog } from '../core/log'
import { Secret } from '../core/secret'
import { PlainDisks } from '../disk/plain-disks'
import { chooseDriver } from '../driver/choose'
import { type Host, startHost } from '../host'
import { HostSnapshot } from '../protocol/control'
import { AccountId, AgentId, HostId, newId, SessionId, UserId } from '../protocol/ids'
import { seal } from '../protocol/seal'
import { signTicket } from '../protocol/ticket'
import { findImage } from '../testing/installed-image'
import { TestBrowser } from '../testing/test-browser'
import { providerContext } from './provider-store'

const image = findImage()
const why = image === undefined ? ' (skipped: no image is installed)' : ''
const origin = 'http://pool.test'
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

/** What OpenClaw makes of a provider that refuses: a real gateway, and a provider under the test's hand. */
describe.skipIf(image === undefined)(`the pinned gateway${why}`, () => {
  const hostId = newId(HostId, 'hst')
  const key = randomBytes(32).toString('base64url')
  let dir = ''
  let host: Host
  let url = ''
  let browser: TestBrowser
  let reply = answerWell
  let calls = 0
  const provider = createServer((request, response) => {
    calls += 1
    request.resume().once('end', () => reply(response))
  })

  async function call(name: string, body: unknown): Promise<unknown> {
    const response = await fetch(`${url}/control/${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
    })
    expect(response.status).toBe(200)
    return response.json()
  }

  async function until(wanted: (now: HostSnapshot) => boolean): Promise<HostSnapshot> {
    const watch = await fetch(`${url}/control/watch`, {
      headers: { authorization: `Bearer ${key}` },
    })
    let text = ''
    for await (const chunk of watch.body ?? []) {
      text += new TextDecoder().decode(chunk)
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) {
        const now = HostSnapshot.parse(JSON.parse(line))
        if (wanted(now)) return now
      }
    }
    throw new Error('the watch ended')
  }

  beforeAll(async () => {
    if (image === undefined) return
    dir = await mkdtemp(join(tmpdir(), 'rpr-'))
    const free = createServer()
    const port = await listening(free)
    await new Promise((resolve) => free.close(resolve))
    url = `http://127.0.0.1:${port}`
    const config = {
      hostId,
      hostKey: new Secret(key),
      dir: join(dir, 'd'),
      runDir: join(dir, 'r'),
      port,
      image,
      driver: 'auto' as const,
      pool: { target: 1 },
      machine: { diskMib: 2_048 },
      sleep: { idleMs: null },
      provider: undefined,
      logLevel: 'silent',
    }
    const places = { hostDir: config.dir, runDir: config.runDir }
    const { driver } = await chooseDriver({ wanted: 'auto', ...places })
    host = await startHost(config, { driver, disks: new PlainDisks() }, createLog('silent'))
    const first = await until((now) => now.machines.some(({ state }) => state === 'ready'))
    const machineId = first.machines.find(({ state }) => state === 'ready')?.id
    if (machineId === undefined) throw new Error('no spare')
    const baseUrl = `http://127.0.0.1:${await listening(provider)}/v1`
    const sealedKey = seal(apiKey, first.sealingKey, providerContext(baseUrl))
    await call('provider', { provider: { baseUrl, model: 'real-1', sealedKey } })
    const agentId = newId(AgentId, 'agt')
    const accountId = newId(AccountId, 'acc')
    const persona = { version: 1, files: {}, skills: [] }
    await call('lease', { machineId, agentId, accountId, generation: 1, persona })
    await call('pool', { target: 0 })
    const ticket = {
      ticketId: randomBytes(17).toString('base64url').slice(0, 22),
      hostId,
      accountId,
      userId: newId(UserId, 'usr'),
      role: 'owner' as const,
      sessionId: newId(SessionId, 'ses'),
      sessionEndsAtMs: Date.now() + 3_600_000,
      agentId,
      machineId,
      generation: 1,
      personaVersion: 1,
      origin,
      expiresAtMs: Date.now() + 60_000,
    }
    const socket = `${url.replace('http', 'ws')}/agent-socket`
    browser = await TestBrowser.open({ url: socket, token: signTicket(ticket, key), origin })
    await browser.until(() => browser.states().at(-1) === 'ready')
  })
  afterAll(async () => {
    if (image === undefined) return
    browser.leave()
    await host.stop()
    provider.closeAllConnections()
    provider.close()
    await rm(dir, { recursive: true, force: true })
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
    calls = 0
    reply = (response) => response.destroy()
    expect(await ask('cut')).toContain('cannot be reached just now')
    expect(calls).toBe(3)
    const words = 'This model’s maximum context length is 8192 tokens.'
    reply = refuseWith(400, words, 'context_length_exceeded')
    expect(await ask('too-long')).toContain('"errorKind":"context_length"')
    reply = answerWell
    expect(await ask('well')).toContain('Here I am.')
  })
})
