import type { Clock } from '../core/clock'
import type { Log } from '../core/log'
import type { Driver } from '../driver/driver'
import type { GatewayConnection } from '../gateway/connection'
import type { Journal } from '../journal/journal'
import type { SkillReport } from '../protocol/control'
import type { BootSlots } from './boot-slots'

/** What a machine stands on, and who hears of it. */
export interface MachineParts {
  driver: Driver
  journal: Journal
  clock: Clock
  log: Log
  slots: BootSlots
  /** What may be chosen on this image; empty until the first machine has reported. */
  catalogue: () => readonly SkillReport[]
  /** Hears every change of state. */
  onChange: () => void
  /** Called once per boot with an open connection of a warmed machine that nobody owns yet. */
  onWarm: (connection: GatewayConnection) => Promise<void>
  /** Called with how long a boot to ready took. */
  onBooted: (elapsedMs: number) => void
}
