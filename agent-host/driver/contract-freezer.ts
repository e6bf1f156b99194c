import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Driver, Freezer } from './driver'
import type { RealMachine, RealRig } from './testing/real-rig'
import { unheard, withoutHurry } from './testing/rig'

/** Enough of a neighbour's work that a machine which is not halted would have done some of its own. */
const fewBeats = 25

/** What a driver promises that can halt its machines. `openRig` makes drivers that can. */
export function describeFreezer(name: string, openRig: () => Promise<RealRig>): void {
  const beating = async (driver: Driver, machine: RealMachine) => {
    const life = await driver.create(machine.spec('serves'), unheard, withoutHurry())
    await machine.ready()
    await machine.inside(`
      const { writeFileSync, renameSync } = await load('node:fs')
      process.on('exit', () => writeFileSync(process.env.HOME + '/farewell', ''))
      globalThis.beats = 0
      setInterval(() => {
        writeFileSync(process.env.HOME + '/beats.new', String(++globalThis.beats))
        renameSync(process.env.HOME + '/beats.new', process.env.HOME + '/beats')
      }, 2)
    `)
    await beatsAtLeast(machine, 1)
    return life
  }
  const able = async (driver: Driver): Promise<Freezer> => {
    await driver.probe(withoutHurry())
    if (driver.freezer === undefined) throw new Error('this driver cannot halt a machine here')
    return driver.freezer
  }

  it(`${name}: a halted machine does nothing while others do, and goes on under a later driver`, async () => {
    const rig = await openRig()
    try {
      const driver = rig.driver()
      const freezer = await able(driver)
      const [machine, neighbour] = [await rig.machine(driver), await rig.machine(driver)]
      const life = await beating(driver, machine)
      await beating(driver, neighbour)

      await freezer.freeze(life.handle, withoutHurry())
      await freezer.freeze(life.handle, withoutHurry())
      const halted = await beatsOf(machine)
      await beatsAtLeast(neighbour, (await beatsOf(neighbour)) + fewBeats)
      expect(await beatsOf(machine)).toBe(halted)

      const later = rig.driver()
      expect(await later.list(withoutHurry())).toContainEqual(life.handle)
      expect((await later.adopt(life.handle, withoutHurry()))?.handle).toEqual(life.handle)
      const answer = machine.inside('return globalThis.beats')
      await (await able(later)).thaw(life.handle)
      expect(await answer).toBeGreaterThanOrEqual(halted)
      await beatsAtLeast(machine, halted + 1)
      await freezer.thaw(life.handle)
    } finally {
      await rig.dispose()
    }
  })

  it(`${name}: a halted machine hears that it shall end, and one that has ended cannot be halted`, async () => {
    const rig = await openRig()
    try {
      const driver = rig.driver()
      const freezer = await able(driver)
      const machine = await rig.machine(driver)
      const life = await beating(driver, machine)
      await freezer.freeze(life.handle, withoutHurry())
      await driver.destroy(life.handle, 30_000, withoutHurry())
      expect((await life.ended).reason).toContain('on request')
      // What is killed says nothing: it went on, and heard that it shall end.
      expect(existsSync(join(machine.dir.home, 'farewell'))).toBe(true)
      expect(await machine.traces()).toEqual([])
      await expect(freezer.freeze(life.handle, withoutHurry())).rejects.toThrow()
      await freezer.thaw(life.handle)
      expect(await machine.traces()).toEqual([])
    } finally {
      await rig.dispose()
    }
  })
}

const beatsOf = async (machine: RealMachine): Promise<number> =>
  Number(await readFile(join(machine.dir.home, 'beats'), 'utf8').catch(() => '0'))

async function beatsAtLeast(machine: RealMachine, least: number): Promise<void> {
  while ((await beatsOf(machine)) < least) await turn()
}
