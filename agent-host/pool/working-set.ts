import type { Driver } from '../driver/driver'
import type { Machines } from '../machine/machines'
import { machineMemoryMib } from './room'

/** Fewer machines than this say nothing about the next one. */
const leastSamples = 3
/** A gateway holds this after its boot, before anybody has said a word. */
const leastMib = 800

/** What the next machine is counted with: what nine in ten of those here hold, times what the operator wants. */
export function countedMib(heldMib: readonly number[], ratio: number): number {
  const sorted = heldMib.toSorted((a, b) => a - b)
  const usual = sorted[Math.ceil(sorted.length * 0.9) - 1] ?? machineMemoryMib
  const measured = sorted.length < leastSamples ? machineMemoryMib : Math.max(leastMib, usual)
  return Math.round(Math.min(measured, machineMemoryMib) * ratio)
}

/** What a further machine needs of this server's memory, by what the agents on it really use. */
export class WorkingSet {
  readonly #parts: { machines: Machines; driver: Driver; ratio: number }
  #countedMib: number

  constructor(parts: { machines: Machines; driver: Driver; ratio: number }) {
    this.#parts = parts
    this.#countedMib = countedMib([], parts.ratio)
  }

  /** As it was measured last; before that, a machine's whole limit. */
  get countedMib(): number {
    return this.#countedMib
  }

  /** Looks at every agent that is awake. Spares hold less than they will, and who is halted may be in swap. */
  async measure(): Promise<number> {
    const { machines, driver, ratio } = this.#parts
    const awake = machines.all().filter((machine) => machine.agentState === 'ready')
    const held = await Promise.all(
      awake.map(async ({ record }) =>
        record.life === null ? undefined : driver.heldMib?.(record.life),
      ),
    )
    const samples = held.filter((mib) => mib !== undefined).filter((mib) => mib > 0)
    this.#countedMib = countedMib(samples, ratio)
    return this.#countedMib
  }
}
