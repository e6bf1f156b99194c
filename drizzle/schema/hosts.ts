import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core'
import type { AgentId, HostId, MachineId } from '../../agent-host/protocol/ids'
import { moment } from './moments'

/** What a host last said about itself. */
export const hosts = pgTable('hosts', {
  id: text().$type<HostId>().primaryKey(),
  driver: text().notNull(),
  isolation: jsonb().$type<string[]>().notNull(),
  manyAccounts: boolean().notNull(),
  image: text().notNull(),
  modelKind: text({ enum: ['demo', 'provider'] }).notNull(),
  modelName: text().notNull(),
  sealingKey: text().notNull(),
  poolTarget: integer().notNull(),
  poolInFlight: integer().notNull(),
  poolProblem: text(),
  isDraining: boolean().notNull().default(false),
  /** What an operator decided; the host is told until it says the same. Null: as its memory suggests. */
  wantedPoolTarget: integer(),
  isDrainWanted: boolean().notNull().default(false),
  memoryTotalMib: integer().notNull().default(0),
  memoryAvailableMib: integer().notNull().default(0),
  typicalBootMs: integer().notNull(),
  concurrentBoots: integer().notNull(),
  /** When the next machine should be ready, from the host's own estimate; null when nothing boots. */
  nextReadyAt: moment(),
  /** False once the watch has broken off: what the host does since then is unknown. */
  isWatched: boolean().notNull(),
  seenAt: moment().notNull(),
})

/** A machine as its host reports it, plus the one fact that is ours: that it was claimed. */
export const machines = pgTable(
  'machines',
  {
    id: text().$type<MachineId>().primaryKey(),
    hostId: text()
      .$type<HostId>()
      .notNull()
      .references(() => hosts.id),
    image: text().notNull(),
    /** `gone`: it was reported once and is no longer. */
    state: text({
      enum: ['booting', 'warming', 'ready', 'leased', 'stopped', 'failed', 'gone'],
    }).notNull(),
    agentId: text().$type<AgentId>(),
    generation: integer(),
    agentState: text({ enum: ['starting', 'preparing', 'ready', 'failed'] }),
    personaVersion: integer(),
    problem: text(),
    /** Set while the host keeps the machine halted or stopped on purpose. */
    asleepSince: moment(),
    /** How long its waking takes: see `SleepDepth`. Null while it is awake. */
    sleepDepth: text({ enum: ['frozen', 'hibernated', 'stopped'] }),
    /** When the host wakes it by itself; null when nothing is due. */
    wakeAt: moment(),
    /** True when only we may wake it. */
    isHeld: boolean().notNull().default(false),
    changedAt: moment().notNull(),
    /** Never cleared and never written from a report: a machine that was claimed once is not claimed again. */
    claimedAt: moment(),
  },
  (table) => [
    index('machines_host_idx').on(table.hostId),
    index('machines_free_idx')
      .on(table.changedAt, table.id)
      .where(sql`${table.state} = 'ready' and ${table.claimedAt} is null`),
    check(
      'machines_state_known',
      sql`${table.state} in ('booting', 'warming', 'ready', 'leased', 'stopped', 'failed', 'gone')`,
    ),
    check(
      'machines_sleep_depth_known',
      sql`${table.sleepDepth} in ('frozen', 'hibernated', 'stopped')`,
    ),
  ],
)

/** The catalogue, as the gateway of each image reported it. */
export const imageSkills = pgTable(
  'image_skills',
  {
    image: text().notNull(),
    key: text().notNull(),
    position: integer().notNull(),
    name: text().notNull(),
    description: text().notNull(),
    emoji: text(),
    homepage: text(),
    isEligible: boolean().notNull(),
    isAlways: boolean().notNull(),
    missing: jsonb().$type<{ bins: string[]; env: string[]; config: string[] }>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.image, table.key] })],
)
