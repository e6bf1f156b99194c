import { jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { moment } from './moments'

/** What an operator decides in the browser. Secrets stand here only as sealed boxes. */
export const settings = pgTable('settings', {
  key: text().primaryKey(),
  value: jsonb().notNull(),
  changedAt: moment().notNull(),
})
