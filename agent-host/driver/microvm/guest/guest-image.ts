import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { readIfThere } from '../../../core/atomic-file'
import { etcFiles, writeSyntheticEtc } from '../../box/etc'
import { insideUid } from '../../box/layout'
import { type InitialFile, initialArchive } from './cpio'

/** Of what is built: an older one lacks something that machines of this release need. */
export const guestVersion = 1

const Guest = z.object({ v: z.number(), kernel: z.string(), packages: z.array(z.string()) })

/** What every virtual machine starts from. */
export interface GuestImage {
  kernel: string
  /** The first file system: kernel modules, a shell, and our own programs, which are of this release. */
  initrd: string
  /** The read-only system, a disk. */
  system: string
  /** Changes whenever one of the three does. */
  hash: string
}

/** Where files for the inside of a virtual machine are kept in it. */
export const guestFolder = '/run/rockpool'

export class GuestMissing extends Error {
  constructor(dir: string) {
    super(`there is no system for virtual machines of this release in ${dir}`)
    this.name = 'GuestMissing'
  }
}

/** True when `npm run image:build` of this release has put a system there. */
export async function isGuestBuilt(guestDir: string): Promise<boolean> {
  const found = await readIfThere(join(guestDir, 'guest.json'))
  return found !== undefined && Guest.parse(JSON.parse(found)).v === guestVersion
}

/** Throws `GuestMissing` when none was built into `guestDir`. */
export async function layGuestImage(about: {
  guestDir: string
  stateDir: string
  relayPath: string
}): Promise<GuestImage> {
  const { guestDir, stateDir, relayPath } = about
  if (!(await isGuestBuilt(guestDir))) throw new GuestMissing(guestDir)
  const found = await readFile(join(guestDir, 'guest.json'), 'utf8')
  // Only now: a folder of a driver that could never start anything would be taken for one to clear up behind.
  await mkdir(stateDir, { recursive: true, mode: 0o700 })
  const etc = join(stateDir, 'etc')
  await writeSyntheticEtc(etc, insideUid)
  const archive = initialArchive(await initialFiles({ guestDir, relayPath, etc }))
  const initrd = join(stateDir, 'initrd')
  // Beside machines that were started from an earlier one: in its place at once.
  const draft = `${initrd}.${String(process.pid)}`
  await writeFile(draft, archive, { mode: 0o644 })
  await rename(draft, initrd)
  const hash = createHash('sha256').update(found).update(archive).digest('hex')
  return { kernel: join(guestDir, 'vmlinuz'), initrd, system: join(guestDir, 'system.img'), hash }
}

async function initialFiles(about: {
  guestDir: string
  relayPath: string
  etc: string
}): Promise<InitialFile[]> {
  const { guestDir, relayPath, etc } = about
  const guest = join(dirname(relayPath), '../driver/microvm/guest')
  const file = async (path: string, from: string, executable = false): Promise<InitialFile> => {
    return { path, kind: 'file', content: await readFile(from), executable }
  }
  const modules = join(guestDir, 'modules')
  const order = await readFile(join(modules, 'order'), 'utf8')
  const names = order.split('\n').filter((name) => name !== '')
  const folders = ['bin', 'dev', 'modules', 'proc', 'root', 'sys', 'rockpool', 'rockpool/etc']
  return [
    ...folders.map((path): InitialFile => ({ path, kind: 'folder' })),
    await file('init', join(guest, 'init'), true),
    await file('bin/busybox', join(guestDir, 'busybox'), true),
    ...(await Promise.all(
      ['order', ...names].map((name) => file(`modules/${name}`, join(modules, name))),
    )),
    await file('rockpool/agent-init', join(guest, 'agent-init')),
    await file('rockpool/channel.mjs', join(guest, 'channel.mjs')),
    await file('rockpool/relay.mjs', relayPath),
    ...(await Promise.all(etcFiles.map((name) => file(`rockpool/etc/${name}`, join(etc, name))))),
  ]
}
