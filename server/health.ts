import { sql } from 'drizzle-orm'
import { webRuntime } from './context'

/** Whether a page could be served now: the environment is whole and Postgres answers. */
export async function isHealthy(): Promise<boolean> {
  const runtime = await webRuntime().catch(() => undefined)
  if (runtime === undefined) return false
  try {
    await runtime.db.execute(sql`select 1`)
    return true
  } catch (error) {
    runtime.log.error({ err: error }, 'the database does not answer')
    return false
  }
}
