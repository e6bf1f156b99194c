import { sql } from 'drizzle-orm'
import { bigint, check, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { AccountId, AgentId, HostId, UserId } from '../../agent-host/protocol/ids'
import { moment } from './moments'

/**
 * What people did with the installation. Only ever appended to; no foreign keys, because the record
 * outlives what it tells about. Never a secret: the facts are shown and exported.
 */
export const auditLog = pgTable(
  'audit_log',
  {
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
    at: moment().notNull(),
    actor: text({ enum: ['anonymous', 'user', 'system'] }).notNull(),
    userId: text().$type<UserId>(),
    role: text({ enum: ['operator', 'owner', 'member'] }),
    /** As the front reported it; null for what no request asked for. */
    address: text(),
    action: text().notNull(),
    accountId: text().$type<AccountId>(),
    agentId: text().$type<AgentId>(),
    hostId: text().$type<HostId>(),
    facts: jsonb().$type<Record<string, string | number | boolean | null>>().notNull(),
  },
  (table) => [
    index('audit_log_at_idx').on(table.at, table.id),
    index('audit_log_account_idx').on(table.accountId, table.at, table.id),
    index('audit_log_agent_idx').on(table.agentId, table.at, table.id),
    index('audit_log_user_idx').on(table.userId, table.at, table.id),
    index('audit_log_action_idx').on(table.action, table.at, table.id),
    check('audit_log_actor_known', sql`${table.actor} in ('anonymous', 'user', 'system')`),
  ],
)

/**
 * One link for each row of `audit_log` and `lifecycle_events`, in the order of their commits. Written
 * by triggers alone, at the end of the transaction that wrote the row.
 */
export const auditChain = pgTable(
  'audit_chain',
  {
    /** 1, 2, 3 …, without a gap. */
    seq: bigint({ mode: 'number' }).primaryKey(),
    source: text({ enum: ['audit', 'lifecycle'] }).notNull(),
    rowId: bigint({ mode: 'number' }).notNull(),
    /** SHA-256 in hex; 64 zeros before the first link. */
    previousHash: text().notNull(),
    hash: text().notNull(),
  },
  (table) => [
    uniqueIndex('audit_chain_row_key').on(table.source, table.rowId),
    check('audit_chain_source_known', sql`${table.source} in ('audit', 'lifecycle')`),
  ],
)
