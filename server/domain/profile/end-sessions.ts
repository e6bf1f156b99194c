import { and, eq, gt, isNull, ne } from 'drizzle-orm'
import { sessions } from '@/drizzle/schema/accounts'
import type { UserActor } from '@/server/core/actor'
import { notFound } from '@/server/core/errors'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import type { Transaction } from '@/server/domain/database'
import { tellHostsOfEnds } from '@/server/domain/session-ends'
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
export async function revokeOthers(ctx: SignedInCtx, tx: Transaction): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ revokedAt: ctx.clock.now() })
    .where(and(isLiving(ctx), ne(sessions.id, ctx.actor.sessionId)))
    .returning({ id: sessions.id })
  if (ended.length > 0) await tellHostsOfEnds(ctx, tx, ctx.actor.userId)
  return ended.length
}

/** Somebody else's session does not exist; one that has ended cannot be ended again. */
export async function endSession(
  ctx: SignedInCtx,
  input: EndSessionInput,
): Promise<{ endedSessions: number }> {
  return ctx.db.transaction(async (tx) => {
    const ended = await tx
      .update(sessions)
      .set({ revokedAt: ctx.clock.now() })
      .where(and(isLiving(ctx), eq(sessions.id, input.sessionId)))
      .returning({ id: sessions.id })
    if (ended.length === 0) throw notFound('session')
    await tellHostsOfEnds(ctx, tx, ctx.actor.userId)
    return recordEnd(ctx, tx, 1)
  })
}

async function recordEnd(ctx: SignedInCtx, tx: Transaction, endedSessions: number) {
  const { accountId } = ctx.actor
  await recordAudit(ctx, tx, { action: 'session.ended', accountId, facts: { endedSessions } })
  return { endedSessions }
}

export async function endOtherSessions(ctx: SignedInCtx): Promise<{ endedSessions: number }> {
  return ctx.db.transaction(async (tx) => recordEnd(ctx, tx, await revokeOthers(ctx, tx)))
}
