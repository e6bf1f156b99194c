import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { UserActor } from '../../../server/core/actor'
import { systemClock } from '../../../server/core/clock'
import { AccountId, newId, newSessionId, UserId } from '../../../server/core/ids'
import type { Log } from '../../../server/core/log'
import { Secret } from '../../../server/core/secret'
import type { Ctx } from '../../../server/domain/ctx'
import { migrateDatabase } from '../../../server/gateways/database/migrate-database'
import { preparing } from '../../../server/gateways/database/preparing'
import { hostDirectory } from '../../../server/gateways/host/host-directory'
import { bossJobs, createBoss } from '../../../server/gateways/jobs/boss-jobs'
import type { PageRead } from './page-reads'

const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (facts, message) => console.error(message, facts),
  error: (facts, message) => console.error(message, facts),
}

export const migrated = (url: string): Promise<void> =>
  migrateDatabase(new Secret(url), join(process.cwd(), 'drizzle', 'migrations'), quiet)

const operator: UserActor = {
  kind: 'user',
  userId: newId(UserId, 'usr'),
  accountId: newId(AccountId, 'acc'),
  role: 'owner',
  isOperator: true,
  sessionId: newSessionId(),
}

interface Statement {
  query: string
  params: readonly unknown[]
}

/** The operator's context on a real database, and a record of what was asked through it. */
export async function consoleCtx(url: string) {
  const asked: Statement[] = []
  const sql = postgres(url, { max: 10, onnotice: () => undefined })
  const logger = {
    logQuery: (query: string, params: unknown[]) => void asked.push({ query, params }),
  }
  const db = drizzle(preparing(sql), { casing: 'snake_case', logger })
  const boss = createBoss(new Secret(url), 'sender', quiet)
  await boss.start()
  const unused = () => {
    throw new Error('a page of the console does not need this')
  }
  const unusedJobs = { enqueue: async () => unused() }
  const ctx: Ctx = {
    actor: operator,
    caller: { address: 'local', origin: null, userAgent: null },
    db,
    jobs: unusedJobs,
    jobDesk: bossJobs(boss),
    changes: { follow: unused },
    clock: systemClock,
    log: quiet,
    hosts: hostDirectory(new Map()),
    hostKey: unused,
    setupLink: new Secret('unused'),
    publicOrigin: 'http://bench.test',
  }
  return {
    ctx,
    /** How Postgres goes about everything that one page asks. */
    explain: async (read: PageRead): Promise<string> => {
      asked.length = 0
      await read()
      const plans = await Promise.all(
        asked.map(async ({ query, params }) => {
          const rows = await sql.unsafe(`explain (analyze, buffers) ${query}`, [
            ...params,
          ] as never[])
          return rows.map((row) => String(row['QUERY PLAN'])).join('\n')
        }),
      )
      return plans.join('\n\n')
    },
    close: async (): Promise<void> => {
      await boss.stop({ graceful: false })
      await sql.end({ timeout: 5 })
    },
  }
}
