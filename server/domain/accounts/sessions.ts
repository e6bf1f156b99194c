import { and, asc, eq, gt, isNull, lt } from 'drizzle-orm'
import { memberships, sessions, users } from '@/drizzle/schema/accounts'
import { type Actor, anonymous } from '@/server/core/actor'
import { after } from '@/server/core/clock'
import { SessionId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'

type SessionCtx = Pick<Ctx, 'db' | 'clock'>

/** Who stands behind a session id, or nobody when it has ended, was revoked or never existed. */
export async function resolveActor(ctx: SessionCtx, claimed: string): Promise<Actor> {
  const id = SessionId.safeParse(claimed)
  if (!id.success) return anonymous
  const [row] = await ctx.db
    .select({
      userId: users.id,
      isOperator: users.isOperator,
      accountId: memberships.accountId,
      role: memberships.role,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(memberships, eq(memberships.userId, users.id))
    .where(
      and(
        eq(sessions.id, id.data),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, ctx.clock.now()),
      ),
    )
    .orderBy(asc(memberships.createdAt))
    .limit(1)
  return row === undefined ? anonymous : { kind: 'user', sessionId: id.data, ...row }
}

/** Repeatable: a session that has ended stays ended since the first time. */
export async function revokeSession(ctx: SessionCtx, claimed: string): Promise<void> {
  await ctx.db
    .update(sessions)
    .set({ revokedAt: ctx.clock.now() })
    .where(and(eq(sessions.id, claimed), isNull(sessions.revokedAt)))
}

/** Ended sessions are kept for 30 days, so that a person can be told where they were signed in. */
const keepEndedMs = 30 * 24 * 60 * 60_000

export async function forgetOldSessions(ctx: SessionCtx): Promise<void> {
  await ctx.db.delete(sessions).where(lt(sessions.expiresAt, after(ctx.clock.now(), -keepEndedMs)))
}
