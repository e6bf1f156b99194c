import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { Secret } from '@/server/core/secret'
import type { Database } from '@/server/domain/database'
import { preparing } from './preparing'

export interface OpenDatabase {
  db: Database
  close: () => Promise<void>
}

/** One pool per process. Statements are prepared once per connection. */
export function openDatabase(url: Secret, options: { name: string; max: number }): OpenDatabase {
  const sql = postgres(url.reveal(), {
    max: options.max,
    connection: { application_name: options.name },
    connect_timeout: 10,
    onnotice: () => undefined,
  })
  return {
    db: drizzle(preparing(sql), { casing: 'snake_case' }),
    close: () => sql.end({ timeout: 5 }),
  }
}
