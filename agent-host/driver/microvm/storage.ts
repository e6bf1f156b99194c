import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import {
  chmod,
  chown,
  lstat,
  mkdir,
  readdir,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readIfThere } from '../../core/atomic-file'
import type { MachineDir } from '../driver'
import { orIfGone } from '../linux/gone'
import { storageDiskOf } from '../shared/storage-disk'
import { runTool } from './tools'

const mib = 1_048_576

/** What a machine may keep where its directories have no limit of their own. */
const mostMib = 8_192
/** The file system below keeps notes of its own about the file. */
const share = 0.95

/**
 * The disk of a machine: one sparse file beside its home and its /tmp, made of what was in them before its
 * first life as a virtual machine. From then on both live in it alone, and the folders on the host stay
 * empty. The host never mounts it: a file system that a machine has written is not for the host's kernel.
 */
export async function openStorage(dir: MachineDir, uid: number): Promise<string> {
  const disk = storageDiskOf(dir)
  const seed = `${disk}.seed`
  if ((await orIfGone(stat(disk), undefined)) === undefined) {
    const draft = `${disk}.new`
    await mkdir(seed, { recursive: true, mode: 0o755 })
    for (const [name, path] of [
      ['home', dir.home],
      ['tmp', dir.tmp],
    ] as const) {
      const moved = join(seed, name)
      // After a crash in the middle, what was moved away is older than nothing.
      if ((await orIfGone(lstat(moved), undefined)) === undefined) await rename(path, moved)
      await mkdir(path, { recursive: true, mode: 0o700 })
      await chown(path, uid, uid)
    }
    await rm(draft, { force: true })
    await makeDisk({ disk: draft, from: seed, mebibytes: await sizeFor(dir), options: [] })
    await chmod(draft, 0o600)
    await chown(draft, uid, uid)
    await rename(draft, disk)
  }
  await rm(seed, { recursive: true, force: true })
  return disk
}

async function sizeFor(dir: MachineDir): Promise<number> {
  const { bavail, bsize } = await statfs(dirname(dir.home))
  return Math.floor(Math.min(mostMib, (bavail * bsize * share) / mib))
}

const making = new Map<string, Promise<string>>()

/**
 * The directory of an image as a read-only disk, made once and kept in `folder`. It takes seconds for a
 * whole OpenClaw; who asks meanwhile waits for the same.
 */
export async function imageDisk(image: string, folder: string): Promise<string> {
  const seen = await stat(image, { bigint: true })
  const facts = [image, seen.ino, seen.ctimeNs].map(String).join('\n')
  const name = createHash('sha256').update(facts).digest('hex').slice(0, 16)
  const disk = join(folder, `${name}.img`)
  const made = making.get(disk) ?? makeImageDisk(image, disk)
  making.set(disk, made)
  try {
    return await made
  } finally {
    making.delete(disk)
  }
}

async function makeImageDisk(image: string, disk: string): Promise<string> {
  if ((await orIfGone(stat(disk), undefined)) !== undefined) return disk
  await mkdir(dirname(disk), { recursive: true, mode: 0o700 })
  const used = await runTool('du', ['--summarize', '--block-size=1M', image])
  const mebibytes = Math.ceil(Number.parseInt(used, 10) * 1.1) + 32
  const draft = `${disk}.new`
  await rm(draft, { force: true })
  await makeDisk({ disk: draft, from: image, mebibytes, options: ['-O', '^has_journal'] })
  await chmod(draft, 0o644)
  // First, so that no disk stays that nobody knows the image of.
  await writeFile(noteOf(disk), image)
  await rename(draft, disk)
  return disk
}

const noteOf = (disk: string): string => `${disk}.of`

/** Removes the disks in `folder` whose images are gone. A machine that still runs from one keeps it open. */
export async function forgetImages(folder: string): Promise<void> {
  const names = await orIfGone(readdir(folder), [])
  for (const name of names.filter((each) => each.endsWith('.img'))) {
    const disk = join(folder, name)
    const image = await readIfThere(noteOf(disk))
    if (image !== undefined && existsSync(image)) continue
    for (const path of [disk, noteOf(disk)]) await rm(path, { force: true })
  }
}

async function makeDisk(about: {
  disk: string
  from: string
  mebibytes: number
  options: readonly string[]
}): Promise<void> {
  const { disk, from, mebibytes, options } = about
  const quick = ['-q', '-F', '-m', '0', '-E', 'root_owner=0:0,lazy_itable_init=1']
  await runTool('mkfs.ext4', [...quick, ...options, '-d', from, disk, `${String(mebibytes)}M`])
}
