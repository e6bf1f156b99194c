import { and, eq, inArray, isNull, ne, notExists } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { accounts, memberships, users } from '@/drizzle/schema/accounts'
import { agents } from '@/drizzle/schema/agents'
import { leases } from '@/drizzle/schema/leases'
import type { UserActor } from '@/server/core/actor'
import { AppError } from '@/server/core/errors'
import type { AccountId, AgentId } from '@/server/core/ids'
import { confirmPassword } from '@/server/domain/accounts'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import type { Transaction } from '@/server/domain/database'
import { closeLease } from '@/server/domain/leases'
import { recordEvent } from '@/server/domain/lifecycle'
import type { DeleteAccountInput } from './input'

/**
 * Deletes the actor's account for good. Its people can sign in no more from this moment; its machines and
 * their storage are ended by jobs, and when the last of them is gone the rows go too. The record stays.
 */
export async function deleteAccount(
  ctx: Ctx & { actor: UserActor },
  input: DeleteAccountInput,
): Promise<{ deleted: true }> {
  const { accountId, role, isOperator } = ctx.actor
  if (role !== 'owner') {
    throw new AppError('forbidden', { public: 'Only the owner of the account can delete it.' })
  }
  if (isOperator) {
    throw new AppError('precondition', {
      public: 'You run this site with this account. Without it nobody could look after the others.',
    })
  }
  await refuseWrongName(ctx, input.confirmation)
  await confirmPassword(ctx, input.currentPassword)
  await ctx.db.transaction(async (tx) => {
    const [marked] = await tx
      .update(accounts)
      .set({ deletedAt: ctx.clock.now() })
      .where(and(eq(accounts.id, accountId), isNull(accounts.deletedAt)))
      .returning({ id: accounts.id })
    if (marked === undefined) return
    const owned = await tx
      .update(agents)
      .set({ desired: 'deleted', queuedAt: null })
      .where(eq(agents.accountId, accountId))
      .returning({ id: agents.id })
    for (const { id } of owned) await endAgent(ctx, tx, { agentId: id, accountId })
    await removePeople(tx, accountId)
    await ctx.jobs.enqueue(tx, 'accounts.erase', { accountId })
    await recordAudit(ctx, tx, { action: 'account.deleted', accountId })
  })
  return { deleted: true }
}

async function refuseWrongName(
  ctx: Ctx & { actor: UserActor },
  confirmation: string,
): Promise<void> {
  const { accountId } = ctx.actor
  const [account] = await ctx.db
    .select({ name: accounts.name })
    .from(accounts)
    .where(eq(accounts.id, accountId))
  const named = await ctx.db
    .select({ name: agents.name })
    .from(agents)
    .where(and(eq(agents.accountId, accountId), ne(agents.desired, 'deleted')))
  const right = named[0]?.name ?? account?.name
  if (right !== undefined && confirmation.normalize('NFC') === right.normalize('NFC')) return
  throw new AppError('invalid', {
    public: `Type “${right ?? ''}” exactly as it stands here.`,
    facts: { field: 'confirmation' },
  })
}

async function endAgent(
  ctx: Ctx,
  tx: Transaction,
  { agentId, accountId }: { agentId: AgentId; accountId: AccountId },
): Promise<void> {
  const open = await tx
    .select()
    .from(leases)
    .where(and(eq(leases.agentId, agentId), isNull(leases.closedAt)))
  for (const { id, hostId, machineId, generation } of open) {
    await closeLease(ctx, tx, { id, reason: 'deleted' })
    await ctx.jobs.enqueue(tx, 'machines.destroy', { hostId, machineId, generation })
  }
  const facts = { machines: open.length }
  await recordEvent(ctx, tx, { kind: 'deleted', agentId, accountId, facts })
}

/** Those who belong to another account as well stay there. Their sessions go with their rows. */
async function removePeople(tx: Transaction, accountId: AccountId): Promise<void> {
  const elsewhere = alias(memberships, 'elsewhere')
  const members = tx
    .select({ id: memberships.userId })
    .from(memberships)
    .where(
      and(
        eq(memberships.accountId, accountId),
        notExists(
          tx
            .select({ id: elsewhere.userId })
            .from(elsewhere)
            .where(
              and(
                eq(elsewhere.userId, memberships.userId),
                ne(elsewhere.accountId, memberships.accountId),
              ),
            ),
        ),
      ),
    )
  await tx.delete(users).where(inArray(users.id, members))
  await tx.delete(memberships).where(eq(memberships.accountId, accountId))
}
