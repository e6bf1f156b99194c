import { sql } from 'drizzle-orm'
import { boolean, check, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { AccountId, AgentId, UserId } from '../../agent-host/protocol/ids'
import { accounts, users } from './accounts'
import { agents } from './agents'
import { moment } from './moments'

/**
 * What an agent's configuration was after each save, and before the first one after a change from
 * elsewhere. Only the part that its owner may see; secrets stand in it as the gateway's own mark.
 */
export const configurationVersions = pgTable(
  'configuration_versions',
  {
    agentId: text()
      .$type<AgentId>()
      .notNull()
      .references(() => agents.id, { onDelete: 'cascade' }),
    accountId: text()
      .$type<AccountId>()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    /** The gateway's name for this state of its configuration. */
    hash: text().notNull(),
    content: jsonb().$type<Record<string, unknown>>().notNull(),
    /** `found`: it was changed elsewhere, by the agent itself or by another page of ours. */
    kind: text({ enum: ['found', 'saved', 'restored'] }).notNull(),
    restoredVersion: integer(),
    note: text().notNull(),
    /** Null for what was found. */
    userId: text()
      .$type<UserId>()
      .references(() => users.id, { onDelete: 'set null' }),
    savedAt: moment().notNull(),
    /** True when the gateway said that it has to restart before this counts. */
    needsRestart: boolean().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.agentId, table.version] }),
    check(
      'configuration_versions_kind_known',
      sql`${table.kind} in ('found', 'saved', 'restored')`,
    ),
    check('configuration_versions_positive', sql`${table.version} > 0`),
  ],
)
