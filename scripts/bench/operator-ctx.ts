import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { UserActor } from '../../server/core/actor'
import { systemClock } from '../../server/core/clock'
import { AccountId, newId, newSessionId, UserId } from '../../server/core/ids'
import type { Log } from '../../server/core/log'
import { Secret } from '../../server/core/secret'
import type { Ctx } from '../../server/domain/ctx'
import { migrateDatabase } from '../../server/gateways/database/migrate-database'
import { preparing } from '../../server/gateways/database/preparing'
import { hostDirectory } from '../../server/gateways/host/host-directory'
import { bossJobs, createBoss } from '../../server/gateways/jobs/boss-jobs'
import type { PageRead } from './console/page-reads'

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

interface DatabaseUse {
  connections: number
  /** Hears every statement that goes out; left out where hearing would be part of what is measured. */
  onQuery?: (statement: Statement) => void
}

/** The operator's context on a real database, with nothing else behind it. */
export async function operatorCtx(url: string, { connections, onQuery }: DatabaseUse) {
  const sql = postgres(url, { max: connections, onnotice: () => undefined })
  const logger =
    onQuery === undefined
      ? false
      : { logQuery: (query: string, params: unknown[]) => onQuery({ query, params }) }
  const db = drizzle(preparing(sql), { casing: 'snake_case', logger })
  const boss = createBoss(new Secret(url), 'sender', quiet)
  await boss.start()
  const unused = () => {
    throw new Error('no benchmark needs this')
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
    mail: { deliver: unused },
    vault: { seal: unused, open: unused },
    hostKey: unused,
    setupLink: new Secret('unused'),
    publicOrigin: 'http://bench.test',
    listensOn: null,
  }
  return {
    ctx,
    sql,
    close: async (): Promise<void> => {
      await boss.stop({ graceful: false })
      await sql.end({ timeout: 5 })
    },
  }
}

/** The same, and a record of what was asked through it. */
export async function consoleCtx(url: string) {
  const asked: Statement[] = []
  const onQuery = (statement: Statement) => void asked.push(statement)
  const { ctx, sql, close } = await operatorCtx(url, { connections: 10, onQuery })
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
    close,
  }
}
