import { and, eq, gt, isNull, ne } from 'drizzle-orm'
import { sessions } from '@/drizzle/schema/accounts'
import type { UserActor } from '@/server/core/actor'
import { notFound } from '@/server/core/errors'
import type { Ctx } from '@/server/domain/ctx'
import type { Reader } from '@/server/domain/database'
import type { EndSessionInput } from './input'

type SignedInCtx = Ctx & { actor: UserActor }

/** Mine and alive. */
export const isLiving = (ctx: SignedInCtx) =>
  and(
    eq(sessions.userId, ctx.actor.userId),
    isNull(sessions.revokedAt),
    gt(sessions.expiresAt, ctx.clock.now()),
  )

/** Ends every session of this person but the one that asks. */
export async function revokeOthers(ctx: SignedInCtx, db: Reader): Promise<number> {
  const ended = await db
    .update(sessions)
    .set({ revokedAt: ctx.clock.now() })
    .where(and(isLiving(ctx), ne(sessions.id, ctx.actor.sessionId)))
    .returning({ id: sessions.id })
  return ended.length
}

/** Somebody else's session does not exist; one that has ended cannot be ended again. */
export async function endSession(
  ctx: SignedInCtx,
  input: EndSessionInput,
): Promise<{ endedSessions: number }> {
  const ended = await ctx.db
    .update(sessions)
    .set({ revokedAt: ctx.clock.now() })
    .where(and(isLiving(ctx), eq(sessions.id, input.sessionId)))
    .returning({ id: sessions.id })
  if (ended.length === 0) throw notFound('session')
  return { endedSessions: 1 }
}

export async function endOtherSessions(ctx: SignedInCtx): Promise<{ endedSessions: number }> {
  return { endedSessions: await revokeOthers(ctx, ctx.db) }
}
