import { z } from 'zod'
import { AppError, notFound } from '@/server/core/errors'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import { requireOperator } from '@/server/domain/require-operator'
import type { RetryJobInput } from './input'

/** Lets the worker try a failed job once more, at once. */
export async function retryJob(ctx: Ctx, input: RetryJobInput): Promise<Record<string, never>> {
  requireOperator(ctx)
  const { queue, jobId } = input
  try {
    await ctx.db.transaction(async (tx) => {
      const isFound = await ctx.jobDesk.retry(tx, { queue, id: jobId })
      if (!isFound) throw notFound('failed job')
      await recordAudit(ctx, tx, { action: 'job.retried', facts: { queue, jobId } })
    })
  } catch (error) {
    if (!isTaken(error)) throw error
    throw new AppError('conflict', {
      public: 'The same work is already waiting, so there is nothing to try again.',
      cause: error,
    })
  }
  return {}
}

const UniqueViolation = z.object({ cause: z.object({ code: z.literal('23505') }) })

/** Per thing only one job may wait. */
const isTaken = (error: unknown): boolean => UniqueViolation.safeParse(error).success
