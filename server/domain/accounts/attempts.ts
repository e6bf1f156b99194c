import { inArray, lt, sql } from 'drizzle-orm'
import { attemptCounts } from '@/drizzle/schema/accounts'
import { after } from '@/server/core/clock'
import { AppError } from '@/server/core/errors'
import { type AuditAction, recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'

export interface AttemptLimit {
  allowed: number
  windowMs: number
  /** Said to whoever is over it. */
  refusal: string
  /** Written once per window, when the first attempt too many is refused. */
  recordedAs?: AuditAction
}

const minute = 60_000

/** 5 in 15 minutes, per account and per address: few enough that guessing a fair password takes centuries. */
export const signInLimit: AttemptLimit = {
  allowed: 5,
  windowMs: 15 * minute,
  refusal: 'Too many wrong attempts. Please wait 15 minutes and try again.',
  recordedAs: 'sign_in.locked',
}

/** 60 an hour: a class or an office behind one address gets in, a script does not fill the database. */
export const signUpLimit: AttemptLimit = {
  allowed: 60,
  windowMs: 60 * minute,
  refusal: 'Too many accounts were made from here. Please wait an hour and try again.',
}

/**
 * Counts first and looks afterwards, in one statement: side by side attempts cannot all see the
 * count from before.
 */
export async function spendAttempt(ctx: Ctx, key: string, limit: AttemptLimit): Promise<void> {
  const now = ctx.clock.now()
  const ends = after(now, limit.windowMs)
  const isOver = sql`${attemptCounts.windowEndsAt} <= ${sql.param(now, attemptCounts.windowEndsAt)}`
  const freshEnd = sql.param(ends, attemptCounts.windowEndsAt)
  const [row] = await ctx.db
    .insert(attemptCounts)
    .values({ key, count: 1, windowEndsAt: ends })
    .onConflictDoUpdate({
      target: attemptCounts.key,
      set: {
        count: sql`case when ${isOver} then 1 else ${attemptCounts.count} + 1 end`,
        windowEndsAt: sql`case when ${isOver} then ${freshEnd} else ${attemptCounts.windowEndsAt} end`,
      },
    })
    .returning({ count: attemptCounts.count })
  if (row === undefined || row.count > limit.allowed) {
    if (row?.count === limit.allowed + 1) await recordLimit(ctx, key, limit)
    throw new AppError('rate_limited', { public: limit.refusal })
  }
}

async function recordLimit(ctx: Ctx, key: string, { recordedAs }: AttemptLimit): Promise<void> {
  if (recordedAs === undefined) return
  await ctx.db.transaction((tx) => recordAudit(ctx, tx, { action: recordedAs, facts: { key } }))
}

/** One try at somebody's password, wherever it is asked for. Returns the keys to give back when it was right. */
export async function spendPasswordAttempt(ctx: Ctx, email: string): Promise<string[]> {
  const keys = [`sign-in:address:${ctx.caller.address}`, `sign-in:account:${email}`]
  // The address first: a blocked one must not use up the attempts of somebody else's account.
  for (const key of keys) await spendAttempt(ctx, key, signInLimit)
  return keys
}

/** Gives back what a right attempt has spent: only wrong ones count. */
export async function refundAttempt(ctx: Ctx, key: string): Promise<void> {
  await ctx.db
    .update(attemptCounts)
    .set({ count: sql`greatest(${attemptCounts.count} - 1, 0)` })
    .where(sql`${attemptCounts.key} = ${key}`)
}

/** Both doors open again for somebody who has proved otherwise who they are. */
export async function forgiveAttempts(ctx: Ctx, email: string): Promise<void> {
  const keys = [`sign-in:address:${ctx.caller.address}`, `sign-in:account:${email}`]
  await ctx.db.delete(attemptCounts).where(inArray(attemptCounts.key, keys))
}

export async function forgetOldAttempts(ctx: Pick<Ctx, 'db' | 'clock'>): Promise<void> {
  await ctx.db.delete(attemptCounts).where(lt(attemptCounts.windowEndsAt, ctx.clock.now()))
}
