import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { UserId } from '../../agent-host/protocol/ids'
import { users } from './accounts'
import { moment } from './moments'

/**
 * Wishes for a new password. One is written for every address that was typed, known or not, so that
 * asking takes the same time for both; a job looks who it is, and only then a link exists.
 */
export const passwordLinks = pgTable(
  'password_links',
  {
    id: text().primaryKey(),
    /** As it was typed, normalised. Null for a link that an operator made. */
    email: text(),
    locale: text().notNull(),
    userId: text()
      .$type<UserId>()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** SHA-256 of the token in hex. The token itself is in the link and nowhere else. */
    tokenHash: text(),
    createdAt: moment().notNull(),
    expiresAt: moment().notNull(),
    /** When it set a password, or when another link of the same person did. */
    spentAt: moment(),
  },
  (table) => [
    uniqueIndex('password_links_token_key').on(table.tokenHash),
    index('password_links_user_idx').on(table.userId),
    index('password_links_expiry_idx').on(table.expiresAt),
    check(
      'password_links_token_of_somebody',
      sql`(${table.tokenHash} is null) = (${table.userId} is null)`,
    ),
  ],
)
