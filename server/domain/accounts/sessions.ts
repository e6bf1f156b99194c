import { and, asc, eq, gt, isNull, lt } from 'drizzle-orm'
import { memberships, sessions, users } from '@/drizzle/schema/accounts'
import { type Actor, anonymous } from '@/server/core/actor'
import { after } from '@/server/core/clock'
import { SessionId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'
import { tellHostsOfEnds } from '@/server/domain/session-ends'

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
      seenAt: sessions.lastSeenAt,
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
  if (row === undefined) return anonymous
  const { seenAt, ...person } = row
  await noteSeen(ctx, id.data, seenAt)
  return { kind: 'user', sessionId: id.data, ...person }
}

/** Each page asks several times; once a minute is fine enough for "last seen". */
const seenEveryMs = 60_000

async function noteSeen(ctx: SessionCtx, id: SessionId, seenAt: Date | null): Promise<void> {
  const now = ctx.clock.now()
  if (seenAt !== null && after(seenAt, seenEveryMs) > now) return
  await ctx.db.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.id, id))
}

/** Repeatable: a session that has ended stays ended since the first time. */
export async function revokeSession(
  ctx: SessionCtx & Pick<Ctx, 'jobs'>,
  claimed: string,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [ended] = await tx
      .update(sessions)
      .set({ revokedAt: ctx.clock.now() })
      .where(and(eq(sessions.id, claimed), isNull(sessions.revokedAt)))
      .returning({ userId: sessions.userId })
    if (ended !== undefined) await tellHostsOfEnds(ctx, tx, ended.userId)
  })
}

/** Ended sessions are kept for 30 days, so that a person can be told where they were signed in. */
const keepEndedMs = 30 * 24 * 60 * 60_000

export async function forgetOldSessions(ctx: SessionCtx): Promise<void> {
  await ctx.db.delete(sessions).where(lt(sessions.expiresAt, after(ctx.clock.now(), -keepEndedMs)))
}
