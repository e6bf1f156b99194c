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
import { seal } from '../protocol/seal'
import { freePort, HostCalls } from '../testing/host-calls'
import { findImage } from '../testing/installed-image'
import type { TestBrowser } from '../testing/test-browser'
import { providerContext } from './provider-store'

const image = findImage()
const why = image === undefined ? ' (skipped: no image is installed)' : ''
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
  let dir = ''
  let host: Host
  let calls: HostCalls
  let browser: TestBrowser
  let reply = answerWell
  let asked = 0
  const provider = createServer((request, response) => {
    asked += 1
    request.resume().once('end', () => reply(response))
  })

  beforeAll(async () => {
    if (image === undefined) return
    dir = await mkdtemp(join(tmpdir(), 'rpr-'))
    calls = new HostCalls(await freePort())
    const config = {
      hostId: calls.hostId,
      hostKey: new Secret(calls.key),
      dir: join(dir, 'd'),
      runDir: join(dir, 'r'),
      port: calls.port,
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
    await untilBooted()
    const machineId = await calls.readyMachine()
    const baseUrl = `http://127.0.0.1:${await listening(provider)}/v1`
    const { sealingKey } = await calls.snapshot()
    const sealedKey = seal(apiKey, sealingKey, providerContext(baseUrl))
    await calls.call('provider', { provider: { baseUrl, model: 'real-1', sealedKey } })
    const ticket = calls.ticket(machineId)
    const { agentId, accountId, generation } = ticket
    const persona = { version: 1, files: {}, skills: [] }
    await calls.call('lease', { machineId, agentId, accountId, generation, persona })
    // One machine is enough: another would only make everything here wait for its boot.
    await calls.call('pool', { target: 0 })
    browser = await calls.open(ticket)
    await browser.until(() => browser.states().at(-1) === 'ready')
  })
  afterAll(async () => {
    if (image === undefined) return
    calls.leave()
    await host.stop()
    provider.closeAllConnections()
    provider.close()
    await rm(dir, { recursive: true, force: true })
  })

  /** Longer than the calls themselves are patient: a real gateway boots for up to a minute. */
  async function untilBooted(): Promise<void> {
    const watch = await fetch(calls.url('watch'), {
      headers: { authorization: `Bearer ${calls.key}` },
    })
    for await (const chunk of watch.body ?? []) {
      if (new TextDecoder().decode(chunk).includes('"state":"ready"')) return
    }
  }

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
