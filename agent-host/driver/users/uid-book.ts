import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { readIfThere } from '../../core/atomic-file'
import { MachineId } from '../../protocol/ids'
import type { MachineDir } from '../driver'
import { orIfGone } from '../linux/gone'

const Page = z.object({ machineId: MachineId, home: z.string() })
type Page = z.infer<typeof Page>

/** Above the users that people and packages get, and of the size that one container usually has. */
const defaultUsers = { first: 100_000, count: 65_536 }

/**
 * Which user of the host each machine runs as. One file per user, named by its number: making the file
 * takes the number, so two machines can never have the same. A machine keeps its user for as long as the directory
 * that its home is in exists, because everything in that home belongs to it. Not the home itself: a machine
 * with a disk of its own has none while it sleeps.
 */
export class UidBook {
  readonly #dir: string
  readonly #first: number
  readonly #count: number
  readonly #offset: number
  #turn: Promise<unknown> = Promise.resolve()

  /** `seed` moves where the search begins: two installations on a server should not meet. */
  constructor(about: { dir: string; first?: number; count?: number; seed: string }) {
    const { first, count } = { ...defaultUsers, ...about }
    this.#dir = about.dir
    this.#first = first
    this.#count = count
    this.#offset = Number.parseInt(about.seed, 16) % count
  }

  /** The machine's user, taken now if it had none. One caller at a time. */
  of(machine: Pick<MachineDir, 'machineId' | 'home'>): Promise<number> {
    const answer = this.#turn.then(() => this.#take(machine))
    this.#turn = answer.catch(() => undefined)
    return answer
  }

  isOurs(uid: number): boolean {
    return uid >= this.#first && uid < this.#first + this.#count
  }

  async #take({ machineId, home }: Pick<MachineDir, 'machineId' | 'home'>): Promise<number> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 })
    const pages = await this.#read()
    for (const [uid, page] of pages) if (page.machineId === machineId) return uid
    const inUse = await usersOfProcesses()
    for (let step = 0; step < this.#count; step += 1) {
      const uid = this.#first + ((this.#offset + step) % this.#count)
      if (inUse.has(uid)) continue
      const page = pages.get(uid)
      if (page !== undefined) {
        if ((await orIfGone(stat(dirname(page.home)), undefined)) !== undefined) continue
        await rm(this.#path(uid), { force: true })
      }
      await writeFile(this.#path(uid), JSON.stringify({ machineId, home } satisfies Page), {
        flag: 'wx',
        mode: 0o600,
      })
      return uid
    }
    throw new Error(`all ${String(this.#count)} users for machines are taken`)
  }

  async #read(): Promise<Map<number, Page>> {
    const pages = new Map<number, Page>()
    for (const name of await readdir(this.#dir)) {
      const text = await readIfThere(join(this.#dir, name))
      if (text === undefined) continue
      pages.set(Number(name), readPage(text))
    }
    return pages
  }

  #path(uid: number): string {
    return join(this.#dir, String(uid))
  }
}

/** A page torn by a crash was never handed out; a home that cannot exist lets its user be taken again. */
function readPage(text: string): Page {
  try {
    return Page.parse(JSON.parse(text))
  } catch {
    return { machineId: MachineId.parse('mch_00000000000000000000'), home: '/nonexistent/home' }
  }
}

async function usersOfProcesses(): Promise<Set<number>> {
  const users = new Set<number>()
  for (const entry of await readdir('/proc')) {
    if (!Number.isInteger(Number(entry))) continue
    const seen = await orIfGone(stat(`/proc/${entry}`), undefined)
    if (seen !== undefined) users.add(seen.uid)
  }
  return users
}
