import { describe, expect, it } from 'vitest'
import { describeDriver } from '../contract'
import { RealRig } from '../testing/real-rig'
import { unheard, withoutHurry } from '../testing/rig'
import { ProcessDriver } from './process'

const open = () => RealRig.open((options) => new ProcessDriver(options))

describeDriver('process', open)

describe('the process driver', () => {
  it('gives machines ports of their own and keeps them', async () => {
    const rig = await open()
    try {
      const driver = rig.driver()
      const [one, two] = [await rig.machine(driver), await rig.machine(driver)]
      const ports = [one, two].flatMap(({ view }) => [view.gatewayPort, view.modelPort])
      expect(new Set(ports).size).toBe(4)
      await expect(rig.driver().prepare(one.dir, withoutHurry())).resolves.toEqual(one.view)
    } finally {
      await rig.dispose()
    }
  })

  it('ends children that left the group, and says that it protects from nothing', async () => {
    const rig = await open()
    try {
      const driver = rig.driver()
      const machine = await rig.machine(driver)
      const life = await driver.create(machine.spec('serves'), unheard, withoutHurry())
      await machine.ready()
      await machine.inside(
        `const { spawn } = await load('node:child_process')
         spawn('/bin/sleep', ['600'], { detached: true, stdio: 'ignore' }).unref()`,
      )
      await driver.destroy(life.handle, 5_000, withoutHurry())
      expect(await machine.traces()).toEqual([])
      expect(driver.manyAccounts).toBe(false)
      expect(driver.isolation.join(' ')).toContain('without any walls')
    } finally {
      await rig.dispose()
    }
  })
})
