import { eq, isNotNull } from 'drizzle-orm'
import { accounts } from '@/drizzle/schema/accounts'
import type { UserActor } from '@/server/core/actor'
import { AppError } from '@/server/core/errors'
import type { AccountId } from '@/server/core/ids'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import type { SetLimitInput } from './input'

/** The owner's own hard limit. In force on every host within a moment, without a restart. */
export async function setMyLimit(
  ctx: Ctx & { actor: UserActor },
  { monthlyTokens }: SetLimitInput,
): Promise<{ monthlyTokens: number | null }> {
  const { accountId, role } = ctx.actor
  if (role !== 'owner') {
    throw new AppError('forbidden', { public: 'Only the owner of the account sets its limit.' })
  }
  await ctx.db.transaction(async (tx) => {
    await tx
      .update(accounts)
      .set({ monthlyTokenLimit: monthlyTokens })
      .where(eq(accounts.id, accountId))
    await recordAudit(ctx, tx, { action: 'limit.changed', accountId, facts: { monthlyTokens } })
    await ctx.jobs.enqueue(tx, 'accounts.push-limit', { accountId })
  })
  return { monthlyTokens }
}

/** Tells every host an account's limit, including that there is none any more. */
export async function pushLimit(ctx: Ctx, { accountId }: { accountId: AccountId }): Promise<void> {
  const [account] = await ctx.db
    .select({ monthlyTokens: accounts.monthlyTokenLimit })
    .from(accounts)
    .where(eq(accounts.id, accountId))
  const monthlyTokens = account?.monthlyTokens ?? null
  for (const hostId of ctx.hosts.ids()) {
    await ctx.hosts.of(hostId).setLimit({ accountId, monthlyTokens })
  }
}

/** For a host that was away, or is new: it is told every limit again. */
export async function pushEveryLimit(ctx: Ctx): Promise<void> {
  const rows = await ctx.db
    .select({ accountId: accounts.id })
    .from(accounts)
    .where(isNotNull(accounts.monthlyTokenLimit))
  for (const row of rows) await ctx.jobs.enqueue(ctx.db, 'accounts.push-limit', row)
}
