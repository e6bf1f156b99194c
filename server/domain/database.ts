import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'

/** The schema is not attached: queries are written out, so that what they cost can be read. */
export type Database = PostgresJsDatabase
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

/** For reads that may run inside a transaction or outside. */
export type Reader = Database | Transaction
