import { z } from 'zod'
import type { Ctx } from '@/server/domain/ctx'
import type { FailedJob, QueueCounts } from '@/server/domain/jobs'
import { keyOf, type Page, pageOf } from '@/server/domain/keyset'
import { requireOperator } from '@/server/domain/require-operator'
import type { ListJobsInput } from './input'

export interface JobsView {
  queues: QueueCounts[]
  failed: Page<FailedJob>
}

const pageSize = 50
const Key = z.tuple([z.iso.datetime(), z.uuid()])

export async function listJobs(ctx: Ctx, input: ListJobsInput): Promise<JobsView> {
  requireOperator(ctx)
  const key = keyOf(Key, input.cursor ?? null)
  const before = key === null ? null : { failedAt: new Date(key[0]), id: key[1] }
  const [queues, failed] = await Promise.all([
    ctx.jobDesk.count(ctx.db),
    ctx.jobDesk.listFailed(ctx.db, { before, limit: pageSize + 1 }),
  ])
  return {
    queues,
    failed: pageOf(failed, pageSize, ({ failedAt, id }) => [failedAt.toISOString(), id]),
  }
}
