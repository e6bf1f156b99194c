/** Where one machine may write. What is in it outlives every life. */
export interface Storage {
  home: string
  tmp: string
}

/**
 * Storage of machines: `base` is a machine's own directory, below which nobody else writes. All calls are
 * repeatable, and `close` keeps what was written.
 */
export interface Disks {
  /** For operators and users: whether one agent can fill the server's disk. */
  readonly sentence: string
  /** What a machine may write at most; null when only the server's own disk ends it. */
  readonly limitMib: number | null
  /** Where the storage of this machine is, or will be. It may be used between `open` and `close`. */
  storageOf(base: string): Storage
  open(base: string): Promise<void>
  /** Lets go of the storage. Throws while something still uses it. */
  close(base: string): Promise<void>
  /** Lets go of it whatever uses it, because the machine's directory is about to be removed. */
  abandon(base: string): Promise<void>
  /** Lets go of everything that is left of an earlier process of ours or of this one. */
  closeAll(): Promise<void>
}
