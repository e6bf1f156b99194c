import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import type { Log } from '@/server/core/log'
import type { Secret } from '@/server/core/secret'
import { createBoss, prepareQueues } from '../jobs/boss-jobs'

// Any fixed number: two starts at once take turns.
const migrationLock = 7_202_600

/** Brings tables and queues to where this version expects them. Repeatable; forward only. */
export async function migrateDatabase(
  url: Secret,
  migrationsFolder: string,
  log: Log,
): Promise<void> {
  const sql = postgres(url.reveal(), { max: 1, onnotice: () => undefined })
  try {
    await sql`select pg_advisory_lock(${migrationLock})`
    await migrate(drizzle(sql), { migrationsFolder })
    const boss = createBoss(url, 'migrator', log)
    await boss.start()
    try {
      await prepareQueues(boss)
    } finally {
      await boss.stop({ graceful: false })
    }
  } finally {
    await sql.end({ timeout: 5 })
  }
}
