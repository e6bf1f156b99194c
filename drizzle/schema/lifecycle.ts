import { bigint, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { AccountId, AgentId, UserId } from '../../agent-host/protocol/ids'
import { moment } from './moments'

/**
 * What happened to an agent, who did it and when. Only ever appended to; no foreign keys, because
 * the record outlives what it tells about.
 */
export const lifecycleEvents = pgTable(
  'lifecycle_events',
  {
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
    at: moment().notNull(),
    accountId: text().$type<AccountId>().notNull(),
    agentId: text().$type<AgentId>().notNull(),
    /** Null when the system acted by itself. */
    userId: text().$type<UserId>(),
    kind: text().notNull(),
    facts: jsonb().$type<Record<string, string | number | boolean | null>>().notNull(),
  },
  (table) => [
    index('lifecycle_events_agent_idx').on(table.agentId, table.at, table.id),
    index('lifecycle_events_at_idx').on(table.at, table.id),
    index('lifecycle_events_account_idx').on(table.accountId, table.at, table.id),
    index('lifecycle_events_user_idx').on(table.userId, table.at, table.id),
    index('lifecycle_events_kind_idx').on(table.kind, table.at, table.id),
  ],
)
