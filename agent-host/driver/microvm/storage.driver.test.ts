import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MachineId, newId } from '../../protocol/ids'
import type { MachineDir } from '../driver'
import { demandFolders, storageDiskOf } from '../shared/storage-disk'
import { forgetImages, imageDisk, openStorage } from './storage'

const isRoot = process.geteuid?.() === 0
const uid = 123_456

describe.skipIf(!isRoot)(
  isRoot ? 'the disk of a machine' : 'skipped: only root makes disks',
  () => {
    let dir: MachineDir
    let base: string
    beforeEach(async () => {
      base = await mkdtemp(join(tmpdir(), 'rp-storage-'))
      const [home, tmp, run, image] = ['home', 'tmp', 'run', 'image'].map((name) =>
        join(base, name),
      )
      if (home === undefined || tmp === undefined || run === undefined || image === undefined)
        return
      dir = { machineId: newId(MachineId, 'mch'), home, tmp, run, image }
      for (const path of [home, tmp, run, image]) await mkdir(path)
      await writeFile(join(home, 'kept'), 'a thought')
    })
    afterEach(() => rm(base, { recursive: true, force: true }))

    const onDisk = (path: string) =>
      spawnSync('debugfs', ['-R', `cat ${path}`, storageDiskOf(dir)], { encoding: 'utf8' }).stdout

    it('takes over what is in its folders, once, and belongs to its user alone', async () => {
      const disk = await openStorage(dir, uid)
      expect(onDisk('home/kept')).toBe('a thought')
      expect(await readdir(dir.home)).toEqual([])
      const seen = await stat(disk)
      expect([seen.uid, seen.mode & 0o777]).toEqual([uid, 0o600])
      expect((await stat(dir.home)).uid).toBe(uid)
      // Sparse: what may be kept is not taken.
      expect(seen.blocks * 512).toBeLessThan(seen.size / 8)
      await writeFile(join(dir.home, 'later'), '')
      expect(await openStorage(dir, uid)).toBe(disk)
      expect((await stat(disk)).ino).toBe(seen.ino)
      expect((await readdir(base)).sort()).toEqual(['home', 'image', 'machine.img', 'run', 'tmp'])
    })

    it('goes on after a crash while it was being made', async () => {
      await mkdir(join(base, 'machine.img.seed'))
      await rename(dir.home, join(base, 'machine.img.seed/home'))
      await writeFile(join(base, 'machine.img.new'), 'half a disk')
      await openStorage(dir, uid)
      expect(onDisk('home/kept')).toBe('a thought')
      expect(existsSync(dir.home)).toBe(true)
      expect(existsSync(join(base, 'machine.img.seed'))).toBe(false)
    })

    it('keeps other drivers from starting its agent with an empty home', async () => {
      expect(() => demandFolders(dir)).not.toThrow()
      await openStorage(dir, uid)
      expect(() => demandFolders(dir)).toThrow(expect.objectContaining({ code: 'driver_failed' }))
    })

    it('makes one disk of an image for all who ask at once', async () => {
      await writeFile(join(dir.image, 'program'), 'x')
      const folder = join(base, 'images')
      const disks = await Promise.all([imageDisk(dir.image, folder), imageDisk(dir.image, folder)])
      expect(new Set(disks).size).toBe(1)
      const made = (await readdir(folder)).filter((name) => name.endsWith('.img'))
      expect(made).toHaveLength(1)
    })

    it('keeps the disk of an image for as long as there is that image', async () => {
      const folder = join(base, 'images')
      await imageDisk(dir.image, folder)
      await forgetImages(folder)
      expect(await readdir(folder)).toHaveLength(2)
      await rm(dir.image, { recursive: true })
      await forgetImages(folder)
      expect(await readdir(folder)).toEqual([])
    })
  },
)
