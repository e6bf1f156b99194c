import { describe, expect, it } from 'vitest'
import { LifeId, MachineId, newId } from '../../protocol/ids'
import { describeDriver } from '../contract'
import type { Driver, LifeSpec } from '../driver'
import type { Action, Rig, TestMachine } from '../testing/rig'
import { unheard, withoutHurry } from '../testing/rig'
import { FakeDriver, FakeWorld } from './fake'

class FakeRig implements Rig {
  readonly world = new FakeWorld()
  readonly started = new Set<string>()

  driver(): FakeDriver {
    return new FakeDriver({
      world: this.world,
      onLife: (spec) => {
        this.started.add(spec.machineId)
        const [, code] = /^exits (\d+)$/.exec(spec.args[0] ?? '') ?? []
        if (code === undefined) return
        this.world.end(spec.lifeId, { code: Number(code), reason: `exited with code ${code}` })
      },
    })
  }

  async machine(_driver?: Driver): Promise<TestMachine> {
    const machineId = newId(MachineId, 'mch')
    const dir = { machineId, home: '/h', tmp: '/t', run: '/r', image: '/i' }
    return {
      dir,
      spec: (action: Action): LifeSpec => ({
        machineId,
        lifeId: newId(LifeId, 'lif'),
        dir,
        args: [action],
        env: {},
        limits: { memoryMib: 64, cpuCores: 1, pids: 64 },
      }),
      hasStarted: () => this.started.has(machineId),
      ready: () => Promise.resolve(),
      traces: async () =>
        [...this.world.lives.values()]
          .filter((life) => life.spec.machineId === machineId)
          .map((life) => life.spec.lifeId),
    }
  }

  async dispose(): Promise<void> {}
}

describeDriver('fake', async () => new FakeRig())

describe('the fake driver', () => {
  it('fails the next creation on demand, and only that one', async () => {
    const rig = new FakeRig()
    const driver = rig.driver()
    const machine = await rig.machine()
    driver.nextFailure = 'no memory'
    const create = () => driver.create(machine.spec('serves'), unheard, withoutHurry())
    await expect(create()).rejects.toMatchObject({ code: 'driver_failed' })
    await expect(create()).resolves.toBeDefined()
  })
})
