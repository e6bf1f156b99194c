import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { MachineId, newId } from '../../protocol/ids'
import { UidBook } from './uid-book'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rp-uids-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

// Far above every user that a test machine's processes have.
const first = 3_000_000_000
const open = (count = 3) => new UidBook({ dir: join(dir, 'users'), first, count, seed: '01' })

async function machine() {
  const machineId = newId(MachineId, 'mch')
  const home = join(dir, machineId, 'home')
  await mkdir(home, { recursive: true })
  return { machineId, home }
}

it('gives each machine a user of its own, also when asked for all at once', async () => {
  const book = open()
  const machines = [await machine(), await machine(), await machine()]
  const uids = await Promise.all(machines.map((each) => book.of(each)))
  expect(new Set(uids).size).toBe(3)
  expect(uids.every((uid) => book.isOurs(uid))).toBe(true)
  await expect(book.of(await machine())).rejects.toThrow('all 3 users')
})

it('gives a machine the same user again after a restart', async () => {
  const one = await machine()
  const uid = await open().of(one)
  await open().of(await machine())
  await expect(open().of(one)).resolves.toBe(uid)
})

it('takes a user back only when the machine that it owned is gone', async () => {
  const [one, two] = [await machine(), await machine()]
  const uid = await open(1).of(one)
  await expect(open(1).of(two)).rejects.toThrow('taken')
  await rm(dirname(one.home), { recursive: true })
  await expect(open(1).of(two)).resolves.toBe(uid)
})

it('keeps the user of a machine whose disk is put away', async () => {
  const [one, two] = [await machine(), await machine()]
  const uid = await open(2).of(one)
  await rm(one.home, { recursive: true })
  await expect(open(2).of(two)).resolves.not.toBe(uid)
  await expect(open(2).of(one)).resolves.toBe(uid)
})

it('does not hand out a user that a living process has', async () => {
  const own = process.geteuid?.() ?? 0
  const book = new UidBook({ dir: join(dir, 'users'), first: own, count: 1, seed: '00' })
  await expect(book.of(await machine())).rejects.toThrow('taken')
})

it('goes on after a crash in the middle of writing', async () => {
  await mkdir(join(dir, 'users'))
  await writeFile(join(dir, 'users', String(first + 1)), '{"mach')
  await expect(open(3).of(await machine())).resolves.toBe(first + 1)
})
