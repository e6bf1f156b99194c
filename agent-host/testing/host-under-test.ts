import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createLog } from '../core/log'
import { Secret } from '../core/secret'
import { startHost } from '../host'
import { MachineRecord } from '../journal/journal'
import { HostSnapshot } from '../protocol/control'
import { AccountId, AgentId, HostId, newId, UserId } from '../protocol/ids'
import { signTicket, type Ticket } from '../protocol/ticket'
import { StandInDriver } from './stand-in-driver'
import { TestBrowser } from './test-browser'

export const origin = 'http://pool.test'

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

interface Changes {
  /** Where machines keep their homes. */
  dir?: string
  poolTarget?: number
  /** Null keeps agents awake. */
  idleMs?: number | null
}

/** A whole agent-host on a scratch directory and a free port, over stand-in machines. */
export class HostUnderTest {
  readonly hostId = newId(HostId, 'hst')
  readonly key = randomBytes(32).toString('base64url')
  readonly driver = new StandInDriver()
  readonly dir: string
  readonly port: number
  #host: Awaited<ReturnType<typeof startHost>> | undefined
  readonly #browsers: TestBrowser[] = []

  private constructor(dir: string, port: number) {
    this.dir = dir
    this.port = port
  }

  static async start(about: Changes = {}): Promise<HostUnderTest> {
    const host = new HostUnderTest(await mkdtemp(join(tmpdir(), 'rp-')), await freePort())
    await host.boot(about)
    return host
  }

  async boot(about: Changes = {}): Promise<void> {
    const config = {
      hostId: this.hostId,
      hostKey: new Secret(this.key),
      dir: about.dir ?? join(this.dir, 'd'),
      runDir: join(this.dir, 'r'),
      port: this.port,
      image: { dir: '/image', name: 'test-image' },
      driver: 'auto' as const,
      pool: { target: about.poolTarget ?? 1 },
      sleep: { idleMs: about.idleMs ?? null },
      provider: undefined,
      logLevel: 'silent',
    }
    this.#host = await startHost(config, this.driver, createLog(config.logLevel))
  }

  /** Stops the daemon as a signal would, and keeps its directory. */
  async halt(): Promise<void> {
    await this.#host?.stop()
    this.#host = undefined
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const browser of this.#browsers) browser.leave()
    await this.halt()
    await rm(this.dir, { recursive: true, force: true })
  }

  async snapshot(): Promise<HostSnapshot> {
    const response = await fetch(this.url('watch'), { headers: this.#headers() })
    const reader = response.body?.getReader()
    if (reader === undefined) throw new Error('no stream')
    let text = ''
    while (!text.includes('\n')) {
      const { value, done } = await reader.read()
      if (done) break
      text += new TextDecoder().decode(value)
    }
    await reader.cancel()
    return HostSnapshot.parse(JSON.parse(text.slice(0, text.indexOf('\n'))))
  }

  /** The first snapshot that satisfies `wanted`. The bound only ends a test that has already failed. */
  async until(wanted: (snapshot: HostSnapshot) => boolean): Promise<HostSnapshot> {
    for (let round = 0; round < 800; round += 1) {
      const now = await this.snapshot()
      if (wanted(now)) return now
      await delay(25)
    }
    throw new Error(`the host never came to it: ${JSON.stringify(await this.snapshot())}`)
  }

  async readyMachine(): Promise<string> {
    const snapshot = await this.until((now) => now.machines.some((each) => each.state === 'ready'))
    const machine = snapshot.machines.find((each) => each.state === 'ready')
    if (machine === undefined) throw new Error('no ready machine')
    return machine.id
  }

  url(name: string): string {
    return `http://127.0.0.1:${this.port}/control/${name}`
  }

  async call(name: string, body: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(this.url(name), {
      method: 'POST',
      headers: this.#headers(),
      body: JSON.stringify(body),
    })
    return { status: response.status, body: await response.json() }
  }

  ticket(machineId: string, change: Partial<Ticket> = {}): Ticket {
    return {
      ticketId: randomBytes(17).toString('base64url').slice(0, 22),
      hostId: this.hostId,
      accountId: newId(AccountId, 'acc'),
      userId: newId(UserId, 'usr'),
      role: 'owner',
      agentId: newId(AgentId, 'agt'),
      machineId: machineId as Ticket['machineId'],
      generation: 1,
      personaVersion: 1,
      origin,
      expiresAtMs: Date.now() + 60_000,
      ...change,
    }
  }

  /** Opens a browser's socket. Resolves when it is open or refused. */
  async open(ticket: Ticket, about: { origin?: string; path?: string } = {}): Promise<TestBrowser> {
    const browser = await TestBrowser.open({
      url: `ws://127.0.0.1:${this.port}${about.path ?? '/agent-socket'}`,
      token: signTicket(ticket, this.key),
      origin: about.origin ?? origin,
    })
    this.#browsers.push(browser)
    return browser
  }

  /** The key that a machine shows to the model gateway, from the host's own record of it. */
  async modelKeyOf(machineId: string): Promise<string> {
    const record = await readFile(join(this.dir, 'd/machines', machineId, 'machine.json'), 'utf8')
    return MachineRecord.parse(JSON.parse(record)).modelKey
  }

  /** Every byte that the host has written, as text. */
  async everythingOnDisk(): Promise<string> {
    const entries = await readdir(this.dir, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile())
    const texts = await Promise.all(
      files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')),
    )
    return texts.join('\n')
  }

  #headers() {
    return { authorization: `Bearer ${this.key}` }
  }
}
