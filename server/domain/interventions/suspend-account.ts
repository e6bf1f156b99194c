import { and, eq, isNotNull, isNull, ne } from 'drizzle-orm'
import { accounts } from '@/drizzle/schema/accounts'
import { agents } from '@/drizzle/schema/agents'
import { AppError, notFound } from '@/server/core/errors'
import type { AccountId } from '@/server/core/ids'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import type { Transaction } from '@/server/domain/database'
import { requireOperator } from '@/server/domain/require-operator'
import type { ResumeAccountInput, SuspendAccountInput } from './input'

/** Stops everything of an account and keeps it. What it has stored stays where it is. */
export async function suspendAccount(
  ctx: Ctx,
  { accountId, reason }: SuspendAccountInput,
): Promise<Record<string, never>> {
  requireOperator(ctx)
  await ctx.db.transaction(async (tx) => {
    const suspended = await tx
      .update(accounts)
      .set({ suspendedAt: ctx.clock.now(), suspendedReason: reason })
      .where(and(eq(accounts.id, accountId), isNull(accounts.suspendedAt)))
      .returning({ id: accounts.id })
    if (suspended.length === 0) await refuse(tx, accountId, 'This account is suspended already.')
    await reconcileAll(ctx, tx, accountId)
    await recordAudit(ctx, tx, { action: 'account.suspended', accountId, facts: { reason } })
  })
  return {}
}

export async function resumeAccount(
  ctx: Ctx,
  { accountId }: ResumeAccountInput,
): Promise<Record<string, never>> {
  requireOperator(ctx)
  await ctx.db.transaction(async (tx) => {
    const resumed = await tx
      .update(accounts)
      .set({ suspendedAt: null, suspendedReason: null })
      .where(and(eq(accounts.id, accountId), isNotNull(accounts.suspendedAt)))
      .returning({ id: accounts.id })
    if (resumed.length === 0) await refuse(tx, accountId, 'This account is not suspended.')
    await reconcileAll(ctx, tx, accountId)
    await recordAudit(ctx, tx, { action: 'account.resumed', accountId })
  })
  return {}
}

/** Nothing was changed: because there is no such account, or because it is like that already. */
async function refuse(tx: Transaction, accountId: AccountId, sentence: string): Promise<never> {
  const [known] = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.id, accountId))
  if (known === undefined) throw notFound('account')
  throw new AppError('conflict', { public: sentence })
}

async function reconcileAll(ctx: Ctx, tx: Transaction, accountId: AccountId): Promise<void> {
  const owned = await tx
    .select({ agentId: agents.id })
    .from(agents)
    .where(and(eq(agents.accountId, accountId), ne(agents.desired, 'deleted')))
  for (const { agentId } of owned) await ctx.jobs.enqueue(tx, 'agents.reconcile', { agentId })
}
