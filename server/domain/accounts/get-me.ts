import { and, eq } from 'drizzle-orm'
import { accounts, memberships, users } from '@/drizzle/schema/accounts'
import { subscriptions } from '@/drizzle/schema/billing'
import type { UserActor } from '@/server/core/actor'
import { AppError } from '@/server/core/errors'
import type { AccountId, UserId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'

export interface Me {
  user: { id: UserId; name: string; email: string; role: 'operator' | 'user' }
  account: {
    id: AccountId
    name: string
    plan: 'pro' | 'team' | null
    trialEndsAt: Date | null
    /** What an operator told these people when they paused the account; null while it runs. */
    suspendedReason: string | null
  }
  payment: { configured: boolean }
}

export async function getMe(ctx: Ctx & { actor: UserActor }): Promise<Me> {
  const [row] = await ctx.db
    .select({
      user: { id: users.id, name: users.name, email: users.email },
      isOperator: users.isOperator,
      account: {
        id: accounts.id,
        name: accounts.name,
        suspendedReason: accounts.suspendedReason,
      },
      plan: subscriptions.plan,
      trialEndsAt: subscriptions.trialEndsAt,
    })
    .from(users)
    .innerJoin(memberships, eq(memberships.userId, users.id))
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .leftJoin(subscriptions, eq(subscriptions.accountId, accounts.id))
    .where(and(eq(users.id, ctx.actor.userId), eq(accounts.id, ctx.actor.accountId)))
  // The session was alive a moment ago; the person was removed since.
  if (row === undefined) throw new AppError('unauthenticated', { public: 'Please sign in.' })
  return {
    user: { ...row.user, role: row.isOperator ? 'operator' : 'user' },
    account: { ...row.account, plan: row.plan, trialEndsAt: row.trialEndsAt },
    payment: { configured: false },
  }
}
