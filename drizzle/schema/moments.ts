import { timestamp } from 'drizzle-orm/pg-core'

/** A moment with its zone, milliseconds precise: what JavaScript's Date can carry and no more. */
export const moment = () => timestamp({ withTimezone: true, precision: 3 })
