import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Disks, Storage } from './disks'

/** Plain directories, for servers on which nothing better works. One machine can fill the disk of all. */
export class PlainDisks implements Disks {
  readonly limitMib = null
  readonly sentence = 'Disk space is not limited per agent: one agent can fill the disk of all.'

  storageOf(base: string): Storage {
    return { home: join(base, 'home'), tmp: join(base, 'tmp') }
  }

  async open(base: string): Promise<void> {
    const { home, tmp } = this.storageOf(base)
    for (const path of [home, tmp]) await mkdir(path, { recursive: true, mode: 0o700 })
  }

  async close(): Promise<void> {}

  async abandon(): Promise<void> {}

  async closeAll(): Promise<void> {}
}
