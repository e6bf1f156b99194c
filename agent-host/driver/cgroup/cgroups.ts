import type { LifeSpec, LimitSupport } from '../driver'

/**
 * One group of processes per machine life, with the kernel's limits on it. A group is named
 * `<machineId>/<lifeId>` below the installation's root, so a late removal can only hit the life it means.
 */
export interface Cgroups {
  readonly support: LimitSupport
  /** Makes the group with its limits. Throws the file system's error when the kernel refuses one. */
  create(name: string, limits: LifeSpec['limits']): Promise<void>
  /** Moves a process, and everything it will start, into the group. */
  join(name: string, pid: number): Promise<void>
  /** Processes of the group; none when it is gone. */
  members(name: string): Promise<readonly number[]>
  /** SIGKILL for every process, including ones that fork at this moment. Succeeds when it is gone. */
  kill(name: string): Promise<void>
  /** Asks the kernel to halt every process of the group. Throws when it is gone, or cannot be halted here. */
  freeze(name: string): Promise<void>
  /** True once every process of the group is halted. */
  isFrozen(name: string): Promise<boolean>
  /** Lets the group go on. Succeeds when it runs or is gone. */
  thaw(name: string): Promise<void>
  /** Moves as much of the group's memory to swap as can be, and lets go of files that it read. */
  pageOut(name: string): Promise<void>
  /** How many processes the kernel killed because the group had used its memory. */
  memoryKills(name: string): Promise<number>
  /** What the group's processes hold in memory now, files they read included; 0 when it is gone. */
  memoryBytes(name: string): Promise<number>
  /** The same without files that could be read again. */
  heldBytes(name: string): Promise<number>
  /** Removes the empty group. Succeeds when it is already gone, throws EBUSY while it has processes. */
  remove(name: string): Promise<void>
  /** All groups that exist now, in use or left over. */
  names(): Promise<readonly string[]>
}

/**
 * The directory below a controller's root that holds the groups of one installation. Another Rockpool on
 * the same server has its own: neither may take the other's machines for orphans.
 */
export const groupRootOf = (installation: string): string => `rockpool/${installation}`

export const bytesPerMib = 1_048_576

/** Both kinds of cgroup count CPU in slices of this length; 100 ms is the kernel's default. */
export const cpuPeriodUs = 100_000

/** Parses `key value` lines such as those of `memory.events`; 0 when the key is not there. */
export function countOf(key: string, text: string): number {
  for (const line of text.split('\n')) {
    const [name, value] = line.split(' ')
    if (name === key) return Number(value)
  }
  return 0
}
