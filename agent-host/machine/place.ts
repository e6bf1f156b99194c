import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Disks } from '../disk/disks'
import type { BoxView, Driver, MachineDir } from '../driver/driver'
import type { MachineId } from '../protocol/ids'

/** What a driver may take to look at a directory and hand it over. */
const prepareWithinMs = 30_000

/** A machine's directories: made usable before each life, let go of after it. */
export class Place {
  readonly dir: MachineDir
  readonly #base: string
  readonly #disks: Disks
  readonly #driver: Driver

  constructor(about: {
    machineId: MachineId
    /** The machine's own directory. */
    base: string
    /** Short host-owned directory for sockets; one folder per machine below it. */
    runDir: string
    image: string
    disks: Disks
    driver: Driver
  }) {
    const { machineId, base, disks, driver, image, runDir } = about
    // The last eight characters keep the path short; collisions are checked by the directory's own mode.
    const run = join(runDir, machineId.slice(-8))
    this.dir = { machineId, ...disks.storageOf(base), run, image }
    this.#base = base
    this.#disks = disks
    this.#driver = driver
  }

  /** Repeatable. Resolves with how things are called from inside. */
  async open(): Promise<BoxView> {
    await this.#disks.open(this.#base)
    await mkdir(this.dir.run, { recursive: true, mode: 0o700 })
    return this.#driver.prepare(this.dir, AbortSignal.timeout(prepareWithinMs))
  }

  /** Throws while something of the machine still runs. */
  close(): Promise<void> {
    return this.#disks.close(this.#base)
  }

  /** For a machine that goes for good: its directory can be removed afterwards. */
  abandon(): Promise<void> {
    return this.#disks.abandon(this.#base)
  }
}
