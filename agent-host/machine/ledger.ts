import type { Journal, MachineRecord } from '../journal/journal'

/** One machine's record: changed in memory at once, durable in the order of the changes. */
export class Ledger {
  #record: MachineRecord
  readonly #journal: Journal
  #writes: Promise<void> = Promise.resolve()

  constructor(record: MachineRecord, journal: Journal) {
    this.#record = record
    this.#journal = journal
  }

  get record(): Readonly<MachineRecord> {
    return this.#record
  }

  /** Resolves when the change is durable. Writes of one machine never overtake each other. */
  write(change: Partial<MachineRecord>): Promise<void> {
    this.#record = { ...this.#record, ...change }
    const record = this.#record
    const written = this.#writes.then(() => this.#journal.write(record))
    this.#writes = written.catch(() => undefined)
    return written
  }
}
