import type { Driver, LifeSpec, MachineDir } from '../driver'

/** What a test of a driver needs around it. One rig per test. */
export interface Rig {
  /** A driver as a new process of ours would make it, over the same world. */
  driver(): Driver
  machine(driver: Driver): Promise<TestMachine>
  /** Ends and removes everything, also after a failed test. */
  dispose(): Promise<void>
}

export type Action = 'serves' | 'stubborn' | `exits ${number}`

export interface TestMachine {
  dir: MachineDir
  /** A new life in which the stand-in does `action`. */
  spec(action: Action, limits?: Partial<LifeSpec['limits']>): LifeSpec
  hasStarted(): boolean
  /** Resolves when the stand-in of the newest life listens. */
  ready(): Promise<void>
  /** What is left of any life: processes, groups, mounts, sockets, one line each. */
  traces(): Promise<string[]>
}

export const withoutHurry = (): AbortSignal => AbortSignal.timeout(60_000)
export const unheard = async (): Promise<void> => {}
