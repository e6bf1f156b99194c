import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LifeId, MachineId, newId } from '../protocol/ids'
import { endLives, openUsers, pickDriver } from './choose'
import type { ProbeVerdict } from './driver'
import { FakeDriver, FakeWorld } from './fake/fake'

const works: ProbeVerdict = {
  ok: true,
  limits: { memory: true, cpu: true, pids: true },
  notes: ['All limits hold.'],
}
const broken: ProbeVerdict = { ok: false, reason: 'No namespaces.', remedy: 'Allow them.' }
const driver = (name: string, verdict: ProbeVerdict) =>
  new FakeDriver({ world: new FakeWorld(), name, verdict })

describe('choosing a driver', () => {
  it('takes the strongest whose probe passes', async () => {
    const choice = await pickDriver([driver('walls', works), driver('plain', works)], 'auto')
    expect(choice.driver.name).toBe('walls')
    expect(choice.limits.memory).toBe(true)
    expect(choice.why).toBe('walls is the strongest that works here. All limits hold.')
  })

  it('falls back and says why the stronger one was left and how to mend it', async () => {
    const choice = await pickDriver([driver('walls', broken), driver('plain', works)], 'auto')
    expect(choice.driver.name).toBe('plain')
    expect(choice.why).toContain('walls does not work: No namespaces. Allow them.')
  })

  it('never replaces a driver that was asked for by name', async () => {
    const drivers = [driver('walls', broken), driver('plain', works)]
    await expect(pickDriver(drivers, 'walls')).rejects.toMatchObject({
      code: 'driver_failed',
      cause: { message: 'walls does not work: No namespaces. Allow them.' },
    })
    await expect(pickDriver(drivers, 'plain')).resolves.toMatchObject({ driver: drivers[1] })
  })

  it('refuses when nothing works', async () => {
    await expect(pickDriver([driver('walls', broken)], 'auto')).rejects.toMatchObject({
      code: 'driver_failed',
    })
    await expect(pickDriver([driver('walls', works)], 'other')).rejects.toMatchObject({
      cause: { message: 'there is no driver "other"' },
    })
  })
})

describe('a driver that is not chosen any more', () => {
  const home = { home: '', tmp: '', run: '', image: '' }
  const spec = () => {
    const machineId = newId(MachineId, 'mch')
    return {
      machineId,
      lifeId: newId(LifeId, 'lif'),
      dir: { machineId, ...home },
      args: [],
      env: {},
      limits: { memoryMib: 1, cpuCores: 1, pids: 1 },
    }
  }
  const soon = () => AbortSignal.timeout(5_000)

  it('has its lives ended, so that no machine runs twice', async () => {
    const former = new FakeDriver({ world: new FakeWorld(), name: 'former' })
    const life = await former.create(spec(), async () => {}, soon())
    expect(await endLives([former])).toEqual([])
    expect(await former.list()).toEqual([])
    expect((await life.ended).reason).toContain('on request')
  })

  it('is named when it cannot be asked, and does not keep the others', async () => {
    const broken = new FakeDriver({ world: new FakeWorld(), name: 'broken' })
    broken.list = () => Promise.reject(new Error('its program is gone'))
    const former = new FakeDriver({ world: new FakeWorld(), name: 'former' })
    await former.create(spec(), async () => {}, soon())
    expect(await endLives([broken, former])).toEqual([
      'What broken left behind could not be ended: its program is gone.',
    ])
    expect(await former.list()).toEqual([])
  })
})

describe('the book of the users that machines run as', () => {
  it('is taken over from the time when one driver alone had it, once', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'rp-users-'))
    try {
      const earlier = join(dir, 'drivers/bubblewrap/users')
      await mkdir(earlier, { recursive: true })
      await writeFile(join(earlier, '100007'), 'a page')
      const book = await openUsers(dir)
      expect(await readFile(join(book, '100007'), 'utf8')).toBe('a page')
      await mkdir(earlier)
      await writeFile(join(earlier, '100008'), 'of a version that came back')
      expect(await openUsers(dir)).toBe(book)
      expect(await readdir(book)).toEqual(['100007'])
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  })
})
