import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Driver, Life, LifeHandle } from './driver'
import { type Action, type Rig, type TestMachine, unheard, withoutHurry } from './testing/rig'

/** What every driver promises to those above it. A driver is done when this passes. */
export function describeDriver(name: string, openRig: () => Promise<Rig>): void {
  describe(`${name}: the contract of a driver`, () => {
    let rig: Rig
    let driver: Driver
    let machine: TestMachine

    beforeEach(async () => {
      rig = await openRig()
      driver = rig.driver()
      machine = await rig.machine(driver)
    })
    afterEach(() => rig.dispose())

    const begin = async (action: Action = 'serves', on = machine): Promise<Life> => {
      const life = await driver.create(on.spec(action), unheard, withoutHurry())
      await Promise.race([on.ready(), life.ended])
      return life
    }
    const livesOf = async (asked: Driver): Promise<string[]> =>
      (await asked.list(withoutHurry()))
        .filter((handle) => handle.machineId === machine.dir.machineId)
        .map((handle) => handle.lifeId)

    it('is chosen only after it has run something', async () => {
      await expect(driver.probe(withoutHurry())).resolves.toMatchObject({ ok: true })
      expect(driver.isolation.length).toBeGreaterThan(0)
    })

    it('prepares a machine as often as it is asked to', async () => {
      const first = await driver.prepare(machine.dir, withoutHurry())
      await expect(driver.prepare(machine.dir, withoutHurry())).resolves.toEqual(first)
    })

    it('lets the handle be written down before the command runs', async () => {
      const spec = machine.spec('serves')
      const seen: { handle: LifeHandle; hasStarted: boolean }[] = []
      const life = await driver.create(
        spec,
        async (handle) => {
          seen.push({ handle, hasStarted: machine.hasStarted() })
        },
        withoutHurry(),
      )
      await machine.ready()
      expect(seen).toEqual([{ handle: life.handle, hasStarted: false }])
      expect(life.handle).toMatchObject({ machineId: spec.machineId, lifeId: spec.lifeId })
      expect(JSON.parse(JSON.stringify(life.handle))).toEqual(life.handle)
      expect(machine.hasStarted()).toBe(true)
    })

    it('runs nothing and leaves nothing when the handle cannot be written down', async () => {
      const failure = new Error('the disk is full')
      const written = driver.create(
        machine.spec('serves'),
        () => Promise.reject(failure),
        withoutHurry(),
      )
      await expect(written).rejects.toMatchObject({ cause: failure })
      expect(machine.hasStarted()).toBe(false)
      expect(await livesOf(driver)).toEqual([])
      expect(await machine.traces()).toEqual([])
    })

    it('runs nothing and leaves nothing when it is aborted on the way', async () => {
      const stop = new AbortController()
      const aborted = driver.create(
        machine.spec('serves'),
        async () => {
          stop.abort(new Error('not wanted any more'))
        },
        stop.signal,
      )
      await expect(aborted).rejects.toThrow('not wanted any more')
      expect(await livesOf(driver)).toEqual([])
      expect(await machine.traces()).toEqual([])
    })

    it('tells when the command ends and with which code', async () => {
      const life = await begin('exits 7')
      const end = await life.ended
      expect(end.code).toBe(7)
      expect(end.reason).toContain('code 7')
      expect(end.reason).toMatch(/^[\x20-\x7e]+$/)
      expect(await livesOf(driver)).toEqual([])
      expect(await machine.traces()).toEqual([])
    })

    it('ends a life as often as it is asked to and leaves nothing', async () => {
      const life = await begin()
      expect(await livesOf(driver)).toEqual([life.handle.lifeId])
      await driver.destroy(life.handle, 5_000, withoutHurry())
      expect(await machine.traces()).toEqual([])
      expect(await livesOf(driver)).toEqual([])
      expect((await life.ended).reason).toContain('on request')
      await driver.destroy(life.handle, 5_000, withoutHurry())
    })

    it('kills a command that does not want to end', async () => {
      const life = await begin('stubborn')
      await driver.destroy(life.handle, 200, withoutHurry())
      expect(await machine.traces()).toEqual([])
      expect((await life.ended).code).toBeNull()
    })

    it('refuses a second life beside the first', async () => {
      const first = await begin()
      await expect(
        driver.create(machine.spec('serves'), unheard, withoutHurry()),
      ).rejects.toMatchObject({ code: 'driver_failed' })
      expect(await livesOf(driver)).toEqual([first.handle.lifeId])
    })

    it('does not touch the next life when an old one is destroyed late', async () => {
      const old = await begin('exits 0')
      await old.ended
      const next = await begin()
      await driver.destroy(old.handle, 1_000, withoutHurry())
      expect(await livesOf(driver)).toEqual([next.handle.lifeId])
      await expect(driver.adopt(next.handle, withoutHurry())).resolves.toBeDefined()
    })

    it('keeps machines apart: the end of one is not the end of another', async () => {
      const neighbour = await rig.machine(driver)
      const [mine, theirs] = [await begin(), await begin('serves', neighbour)]
      await driver.destroy(theirs.handle, 5_000, withoutHurry())
      expect(await livesOf(driver)).toEqual([mine.handle.lifeId])
    })

    it('finds a life whose handle was lost, and can end it', async () => {
      const lost = await begin()
      const later = rig.driver()
      const found = (await later.list(withoutHurry())).find(
        (handle) => handle.lifeId === lost.handle.lifeId,
      )
      if (found === undefined) throw new Error('the life was not found')
      await later.destroy(found, 5_000, withoutHurry())
      expect(await machine.traces()).toEqual([])
    })

    it('takes up a life of an earlier process and hears its end', async () => {
      const earlier = await begin()
      const later = rig.driver()
      const adopted = await later.adopt(earlier.handle, withoutHurry())
      expect(adopted?.handle).toEqual(earlier.handle)
      await later.destroy(earlier.handle, 5_000, withoutHurry())
      const end = await adopted?.ended
      expect(end?.reason).toContain('on request')
    })

    it('does not take up a life that has ended', async () => {
      const over = await begin('exits 0')
      await over.ended
      await expect(rig.driver().adopt(over.handle, withoutHurry())).resolves.toBeUndefined()
    })
  })
}
