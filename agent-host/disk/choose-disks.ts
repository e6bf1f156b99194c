import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../core/clock'
import { describeError } from '../core/errors'
import { codeOf } from '../driver/linux/gone'
import type { Disks } from './disks'
import { LoopDisks } from './loop-disks'
import { PlainDisks } from './plain-disks'

const trialMib = 8

/**
 * Limited disks where this server can really make, fill and remove one; plain directories and the reason
 * otherwise. `root` is the directory in which every machine's own directory is, below a host-owned `dir`.
 */
export async function chooseDisks(about: {
  dir: string
  root: string
  limitMib: number
  isRoot: boolean
}): Promise<{ disks: Disks; why: string }> {
  const { dir, root, limitMib, isRoot } = about
  if (!isRoot) return { disks: new PlainDisks(), why: 'Only root may give each machine a disk.' }
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    await tryOne(dir)
    return {
      disks: new LoopDisks({ root, limitMib, clock: systemClock }),
      why: 'Each machine has a disk of its own.',
    }
  } catch (error) {
    const why = `Machines share the disk of this server: ${describeError(error)}.`
    return { disks: new PlainDisks(), why }
  }
}

/** A disk that cannot be filled up to its limit and no further is no limit. */
async function tryOne(dir: string): Promise<void> {
  const scratch = await mkdtemp(join(dir, 'disk-trial-'))
  const trial = new LoopDisks({ root: scratch, limitMib: trialMib, clock: systemClock })
  const base = join(scratch, 'machine')
  try {
    await trial.open(base)
    const { home } = trial.storageOf(base)
    const tooMuch = Buffer.alloc((trialMib + 1) * 1_048_576)
    const end = await writeFile(join(home, 'ballast'), tooMuch).then(
      () => 'none',
      (error: unknown) => codeOf(error),
    )
    if (end !== 'ENOSPC') throw new Error(`a full disk ended with ${String(end)}`)
  } finally {
    await trial.closeAll()
    await rm(scratch, { recursive: true, force: true })
  }
}
