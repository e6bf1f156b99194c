import { sql } from 'drizzle-orm'
import { check, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { AgentId, HostId, MachineId } from '../../agent-host/protocol/ids'
import { agents } from './agents'
import { hosts, machines } from './hosts'
import { moment } from './moments'

/** The tie agent ↔ machine. Rows are closed, never removed: the history of who ran where. */
export const leases = pgTable(
  'leases',
  {
    id: text().primaryKey(),
    agentId: text()
      .$type<AgentId>()
      .notNull()
      .references(() => agents.id, { onDelete: 'cascade' }),
    machineId: text()
      .$type<MachineId>()
      .notNull()
      .references(() => machines.id),
    hostId: text()
      .$type<HostId>()
      .notNull()
      .references(() => hosts.id),
    generation: integer().notNull(),
    openedAt: moment().notNull(),
    /** When the machine first carried this agent's persona. */
    personalisedAt: moment(),
    /** When a socket to it was first permitted. From then on the machine may hold the customer's work. */
    ticketedAt: moment(),
    closedAt: moment(),
    closeReason: text(),
  },
  (table) => [
    uniqueIndex('leases_generation_key').on(table.agentId, table.generation),
    // The two walls of I1. Whatever the code believes, a second open lease cannot be written.
    uniqueIndex('leases_open_agent_key').on(table.agentId).where(sql`${table.closedAt} is null`),
    uniqueIndex('leases_open_machine_key')
      .on(table.machineId)
      .where(sql`${table.closedAt} is null`),
    check('leases_generation_positive', sql`${table.generation} > 0`),
    check(
      'leases_closed_with_reason',
      sql`(${table.closedAt} is null) = (${table.closeReason} is null)`,
    ),
  ],
)
