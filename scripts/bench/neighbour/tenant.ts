import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Disks } from '../../../agent-host/disk/disks'
import type { Driver, Life } from '../../../agent-host/driver/driver'
import { RealMachine } from '../../../agent-host/driver/testing/real-rig'
import { unheard, withoutHurry } from '../../../agent-host/driver/testing/rig'
import { machineLimits } from '../../../agent-host/machine/gateway-config'
import { MachineId, newId } from '../../../agent-host/protocol/ids'

/** A machine on a disk of its own, with the limits of the product. Disposed, nothing of it runs. */
export class Tenant implements AsyncDisposable {
  readonly #parts: { driver: Driver; disks: Disks; base: string }
  readonly #machine: RealMachine
  readonly #life: Life

  private constructor(
    parts: { driver: Driver; disks: Disks; base: string },
    machine: RealMachine,
    life: Life,
  ) {
    this.#parts = parts
    this.#machine = machine
    this.#life = life
  }

  static async open(about: {
    driver: Driver
    disks: Disks
    image: string
    base: string
  }): Promise<Tenant> {
    const { driver, disks, image, base } = about
    const run = join(base, 'run')
    await mkdir(run, { recursive: true })
    await disks.open(base)
    const dir = { machineId: newId(MachineId, 'mch'), ...disks.storageOf(base), run, image }
    const machine = await RealMachine.open(dir, await driver.prepare(dir, withoutHurry()))
    const life = await driver.create(machine.spec('serves', machineLimits), unheard, withoutHurry())
    const end = await Promise.race([machine.ready(), life.ended])
    if (end !== undefined) throw new Error(`a machine ended: ${end.reason}`)
    return new Tenant(about, machine, life)
  }

  /** A round trip through the machine's socket and its relay. */
  async ask(): Promise<void> {
    await this.#machine.inside('return 1')
  }

  run(code: string): Promise<unknown> {
    return this.#machine.inside(code)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { driver, disks, base } = this.#parts
    await driver.destroy(this.#life.handle, 0, withoutHurry())
    await this.#machine.close()
    await disks.close(base)
  }
}
