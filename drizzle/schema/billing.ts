import { sql } from 'drizzle-orm'
import { check, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { AccountId } from '../../agent-host/protocol/ids'
import { accounts } from './accounts'
import { moment } from './moments'

export const subscriptions = pgTable(
  'subscriptions',
  {
    id: text().primaryKey(),
    accountId: text()
      .$type<AccountId>()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    plan: text({ enum: ['pro', 'team'] }).notNull(),
    state: text({ enum: ['trialing', 'active', 'ended'] }).notNull(),
    trialEndsAt: moment().notNull(),
    /** Chosen by the browser, so that a repeated request finds what the first one made. */
    idempotencyKey: text().notNull(),
    createdAt: moment().notNull(),
  },
  (table) => [
    uniqueIndex('subscriptions_idempotency_key').on(table.accountId, table.idempotencyKey),
    // One trial per account, ever: an ended one does not make room for another.
    uniqueIndex('subscriptions_account_key').on(table.accountId),
    check('subscriptions_plan_known', sql`${table.plan} in ('pro', 'team')`),
    check('subscriptions_state_known', sql`${table.state} in ('trialing', 'active', 'ended')`),
  ],
)
