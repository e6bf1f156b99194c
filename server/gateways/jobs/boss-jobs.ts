import { sql } from 'drizzle-orm'
import { fromDrizzle, PgBoss } from 'pg-boss'
import { z } from 'zod'
import type { Log } from '@/server/core/log'
import type { Secret } from '@/server/core/secret'
import type { JobDesk, JobName, JobRequests, Jobs } from '@/server/domain/jobs'
import { jobDesk } from './job-desk'
import { jobKeys, jobNames, queues } from './queues'

/** The queue's own connections: a few, beside the pool that requests use. */
const bossConnections = 3

export type BossRole = 'sender' | 'worker' | 'migrator'

export function createBoss(url: Secret, role: BossRole, log: Log): PgBoss {
  const isWorker = role === 'worker'
  const boss = new PgBoss({
    connectionString: url.reveal(),
    application_name: `rockpool ${role} jobs`,
    max: isWorker ? bossConnections : 1,
    // The tables are made by the migration alone; whoever finds them too old says so and stops.
    migrate: role === 'migrator',
    createSchema: role === 'migrator',
    supervise: isWorker,
    schedule: false,
    useListenNotify: isWorker,
  })
  boss.on('error', (error) => log.error({ err: error, role }, 'the job queue reports an error'))
  boss.on('warning', (warning) => log.warn({ warning, role }, 'the job queue reports a warning'))
  return boss
}

/** Makes every queue be as declared. Repeatable. */
export async function prepareQueues(boss: PgBoss): Promise<void> {
  for (const name of jobNames) {
    const { policy, ...changeable } = queues[name]
    await boss.createQueue(name, { ...changeable, ...(policy === undefined ? {} : { policy }) })
    await boss.updateQueue(name, changeable)
  }
}

/** The library's types leave out what it answers. */
const Affected = z.object({ affected: z.number() })

/** Sends within the caller's transaction: the job exists exactly when the row does. */
export function bossJobs(boss: PgBoss): Jobs & JobDesk {
  return {
    async enqueue<Name extends JobName>(
      db: Parameters<Jobs['enqueue']>[0],
      name: Name,
      request: JobRequests[Name],
    ): Promise<void> {
      const singletonKey = jobKeys[name](request)
      await boss.send(name, request, { singletonKey, db: fromDrizzle(db, sql) })
    },
    ...jobDesk,
    async retry(tx, { queue, id }) {
      const answer = await boss.retry(queue, id, { db: fromDrizzle(tx, sql) })
      return Affected.parse(answer).affected > 0
    },
  }
}
