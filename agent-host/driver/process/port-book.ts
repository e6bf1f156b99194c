import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { z } from 'zod'
import { readIfThere, writeAtomically } from '../../core/atomic-file'
import { MachineId } from '../../protocol/ids'
import type { MachineDir } from '../driver'
import { orIfGone } from '../linux/gone'

const Page = z.object({ home: z.string(), gatewayPort: z.number(), modelPort: z.number() })
type Page = z.infer<typeof Page>

/**
 * Which ports of this computer each machine uses. They stay the same for as long as its home exists,
 * because the gateway's configuration in it names them and must not change behind its back.
 */
export class PortBook {
  readonly #dir: string
  #turn: Promise<unknown> = Promise.resolve()

  constructor(dir: string) {
    this.#dir = dir
  }

  /** The machine's ports, taken now if it had none. One caller at a time. */
  of(machine: Pick<MachineDir, 'machineId' | 'home'>): Promise<Page> {
    const answer = this.#turn.then(() => this.#take(machine))
    this.#turn = answer.catch(() => undefined)
    return answer
  }

  async #take({ machineId, home }: Pick<MachineDir, 'machineId' | 'home'>): Promise<Page> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 })
    const taken = new Set<number>()
    for (const name of await readdir(this.#dir)) {
      const owner = MachineId.safeParse(name)
      const text = owner.success ? await readIfThere(join(this.#dir, name)) : undefined
      if (text === undefined) continue
      const page = Page.parse(JSON.parse(text))
      if (name === machineId) return page
      if ((await orIfGone(stat(page.home), undefined)) === undefined) {
        await rm(join(this.#dir, name), { force: true })
      } else {
        taken.add(page.gatewayPort)
        taken.add(page.modelPort)
      }
    }
    const [gatewayPort, modelPort] = [await freePort(taken), await freePort(taken)]
    const page: Page = { home, gatewayPort, modelPort }
    await writeAtomically(join(this.#dir, machineId), JSON.stringify(page))
    return page
  }
}

/** A port that nobody listens on and no machine has; it is added to `taken`. */
async function freePort(taken: Set<number>): Promise<number> {
  for (;;) {
    const port = await unusedPort()
    if (taken.has(port)) continue
    taken.add(port)
    return port
  }
}

async function unusedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('the system gave no port')
  return address.port
}
