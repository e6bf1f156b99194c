import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../core/clock'
import { LifeId, MachineId, newId } from '../../protocol/ids'
import { readProcess } from '../linux/processes'
import { closeDoor, openDoor, waitForSocket } from './door'

const uid = process.geteuid?.() ?? 0
const lifeId = newId(LifeId, 'lif')
let run: string
let door: string
let server: Server | undefined

beforeEach(async () => {
  run = await mkdtemp(join(tmpdir(), 'rp-door-'))
  door = await openDoor(run, lifeId, uid)
})
afterEach(async () => {
  await new Promise((resolve) => (server === undefined ? resolve(0) : server.close(resolve)))
  server = undefined
  await rm(run, { recursive: true, force: true })
})

const listen = (path: string) => {
  server = createServer()
  return new Promise<void>((resolve) => server?.listen(path, resolve))
}

/** As if the machine were this very process. */
async function waiting(signal = AbortSignal.timeout(5_000)) {
  const first = await readProcess(process.pid)
  if (first === undefined) throw new Error('this process is not there')
  const dir = { machineId: newId(MachineId, 'mch'), home: run, tmp: run, run, image: run }
  return waitForSocket({ lifeId, dir }, { uid, first, clock: systemClock, signal })
}

describe('the door of a machine', () => {
  it('is gone when the socket has come out of it', async () => {
    await listen(join(door, 'gateway.sock'))
    expect(await waiting()).toBeGreaterThan(0)
    expect(await readdir(run)).toEqual(['gateway.sock'])
  })

  it.each([
    ['a link', (path: string) => symlink('/var/run/docker.sock', path)],
    ['a file', (path: string) => writeFile(path, '')],
    ['a directory', (path: string) => mkdir(path)],
  ])('lets no %s out in the place of a socket', async (_, put) => {
    await put(join(door, 'gateway.sock'))
    await expect(waiting()).rejects.toThrow('something else in the place of its socket')
    expect(await readdir(run)).toEqual([`in-${lifeId}`])
    await closeDoor(run, lifeId)
    expect(await readdir(run)).toEqual([])
  })

  it('lets nothing out beside which something else was put', async () => {
    await mkdir(join(door, 'more'))
    await listen(join(door, 'gateway.sock'))
    await expect(waiting()).rejects.toMatchObject({ code: 'ENOTEMPTY' })
    expect(await readdir(run)).toEqual([`in-${lifeId}`])
  })

  it('is not waited at for longer than its caller wants', async () => {
    const stop = new AbortController()
    const waited = waiting(stop.signal)
    stop.abort(new Error('not wanted any more'))
    await expect(waited).rejects.toThrow('not wanted any more')
  })
})
