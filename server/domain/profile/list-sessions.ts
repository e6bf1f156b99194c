import { desc, sql } from 'drizzle-orm'
import { sessions } from '@/drizzle/schema/accounts'
import type { UserActor } from '@/server/core/actor'
import type { Ctx } from '@/server/domain/ctx'
import { type Device, deviceOf } from './device'
import { isLiving } from './end-sessions'

export interface SessionView {
  id: string
  device: Device
  firstSeenAt: Date
  lastSeenAt: Date
  endsAt: Date
  isThisOne: boolean
}

/** Where this person is signed in now: this one first, then those that were used last. */
export async function listSessions(ctx: Ctx & { actor: UserActor }): Promise<SessionView[]> {
  const seenAt = sql`coalesce(${sessions.lastSeenAt}, ${sessions.createdAt})`
  const rows = await ctx.db
    .select()
    .from(sessions)
    .where(isLiving(ctx))
    .orderBy(desc(seenAt), sessions.id)
  const views = rows.map((row) => ({
    id: row.id,
    device: deviceOf(row.userAgent),
    firstSeenAt: row.createdAt,
    lastSeenAt: row.lastSeenAt ?? row.createdAt,
    endsAt: row.expiresAt,
    isThisOne: row.id === ctx.actor.sessionId,
  }))
  return views.toSorted((a, b) => Number(b.isThisOne) - Number(a.isThisOne))
}
