import { sql } from 'drizzle-orm'
import { bigint, check, date, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { AccountId, AgentId, HostId } from '../../agent-host/protocol/ids'
import { moment } from './moments'

const tokens = () => bigint({ mode: 'number' }).notNull()

/**
 * What an agent used of one model on one UTC day on one host, as that host counted it. No foreign keys: what
 * was used stays on record when the agent is gone.
 */
export const usageDays = pgTable(
  'usage_days',
  {
    hostId: text().$type<HostId>().notNull(),
    accountId: text().$type<AccountId>().notNull(),
    agentId: text().$type<AgentId>().notNull(),
    model: text().notNull(),
    day: date({ mode: 'string' }).notNull(),
    calls: integer().notNull(),
    /** Calls that the account's limit refused before they were sent. */
    refused: integer().notNull(),
    inputTokens: tokens(),
    /** Part of `inputTokens`. */
    cachedTokens: tokens(),
    outputTokens: tokens(),
    changedAt: moment().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.agentId, table.day, table.model, table.hostId] }),
    index('usage_days_account_idx').on(table.accountId, table.day),
    index('usage_days_day_idx').on(table.day, table.model),
    check('usage_days_cached_within', sql`${table.cachedTokens} <= ${table.inputTokens}`),
  ],
)

/** How far each host's counts have been read. */
export const usageCursors = pgTable('usage_cursors', {
  hostId: text().$type<HostId>().primaryKey(),
  seq: bigint({ mode: 'number' }).notNull(),
})
