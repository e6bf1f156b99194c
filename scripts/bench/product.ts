import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { HostSnapshot } from '../../agent-host/protocol/control'

const Secrets = z.object({ hostKey: z.string() })

/** The whole product on a directory of its own, started as an operator starts it. */
export class Product {
  readonly #child: ChildProcess
  readonly #home: string
  readonly address: string
  readonly #hostKey: string
  readonly #hostPort: number

  private constructor(
    child: ChildProcess,
    home: string,
    about: { address: string; hostKey: string; hostPort: number },
  ) {
    this.#child = child
    this.#home = home
    this.address = about.address
    this.#hostKey = about.hostKey
    this.#hostPort = about.hostPort
  }

  static async start(environment: Record<string, string>): Promise<Product> {
    const home = await mkdtemp(join(tmpdir(), 'rockpool-bench-'))
    const child = spawn(process.execPath, ['scripts/start.mjs'], {
      env: {
        ROCKPOOL_IMAGES_DIR: join(process.cwd(), '.rockpool/images'),
        ...process.env,
        PORT: '0',
        ROCKPOOL_HOME: home,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8')
      process.stderr.write(chunk)
    })
    const ended = once(child, 'exit').then(() => {
      throw new Error('the product ended while it was being measured')
    })
    ended.catch(() => undefined)
    const address = await Promise.race([until(() => /at (http:\S+)/.exec(said)?.[1]), ended])
    const hostPort = await Promise.race([until(() => hostPortIn(home)), ended])
    const secrets = Secrets.parse(JSON.parse(await readFile(join(home, 'secrets.json'), 'utf8')))
    return new Product(child, home, { address, hostKey: secrets.hostKey, hostPort })
  }

  /** Waits for a ready machine; the host's own word for it. */
  async untilReady(): Promise<HostSnapshot> {
    return until(async () => {
      const snapshot = await this.snapshot()
      return snapshot.pool.ready > 0 ? snapshot : undefined
    })
  }

  async snapshot(): Promise<HostSnapshot> {
    const response = await this.#host('watch', {})
    const reader = response.body?.getReader()
    if (reader === undefined) throw new Error('agent-host sent no stream')
    let text = ''
    while (!text.includes('\n')) text += new TextDecoder().decode((await reader.read()).value)
    await reader.cancel()
    return HostSnapshot.parse(JSON.parse(text.slice(0, text.indexOf('\n'))))
  }

  /** Ends the machine of a measured agent, so that the next round finds the same memory. */
  async destroyMachineOf(agentId: string): Promise<void> {
    const { machines } = await this.snapshot()
    const machine = machines.find((each) => each.lease?.agentId === agentId)
    if (machine === undefined) throw new Error(`no machine holds ${agentId}`)
    const body = { machineId: machine.id, generation: machine.lease?.generation ?? null }
    const answer = await this.#host('destroy', { method: 'POST', body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`destroy: ${answer.status} ${await answer.text()}`)
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    await ended
    await rm(this.#home, { recursive: true, force: true })
  }

  #host(name: string, about: RequestInit): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.#hostPort}/control/${name}`, {
      ...about,
      headers: { authorization: `Bearer ${this.#hostKey}` },
    })
  }
}

async function hostPortIn(home: string): Promise<number | undefined> {
  const log = await readFile(join(home, 'logs/agent-host.log'), 'utf8').catch(() => '')
  const port = /"port":(\d+),[^\n]*agent-host is up/.exec(log)?.[1]
  return port === undefined ? undefined : Number(port)
}

/** Asks again until there is an answer; five minutes end a wait that will not. */
export async function until<T>(ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let round = 0; round < 3_000; round += 1) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await delay(100)
  }
  throw new Error('waited five minutes for nothing')
}
