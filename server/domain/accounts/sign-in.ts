import { sql } from 'drizzle-orm'
import { sessions, users } from '@/drizzle/schema/accounts'
import { after } from '@/server/core/clock'
import { AppError } from '@/server/core/errors'
import { newSessionId, type SessionId, type UserId } from '@/server/core/ids'
import { normaliseEmail } from '@/server/core/text'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import { refundAttempt, spendPasswordAttempt } from './attempts'
import type { SignInInput } from './input'
import { isRightPassword } from './passwords'

/** 24 h from sign-in, whatever happens in between. */
export const sessionLifeMs = 24 * 60 * 60_000

export interface SignedIn {
  userId: UserId
  sessionId: SessionId
  name: string
  email: string
}

/** Same words and same time for an unknown address and a wrong password. */
export async function signIn(ctx: Ctx, input: SignInInput): Promise<SignedIn> {
  const email = normaliseEmail(input.email)
  const keys = await spendPasswordAttempt(ctx, email)

  const [user] = await ctx.db
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      passwordHash: users.passwordHash,
    })
    .from(users)
    .where(sql`lower(${users.email}) = ${email}`)
  const isRight = await isRightPassword(input.password, user?.passwordHash)
  if (user === undefined || !isRight) {
    throw new AppError('unauthenticated', { public: 'Email address or password is wrong.' })
  }

  const sessionId = newSessionId()
  const now = ctx.clock.now()
  await ctx.db.transaction(async (tx) => {
    await tx.insert(sessions).values({
      id: sessionId,
      userId: user.id,
      createdAt: now,
      userAgent: ctx.caller.userAgent,
      expiresAt: after(now, sessionLifeMs),
    })
    await recordAudit(ctx, tx, { action: 'session.started', userId: user.id })
  })
  for (const key of keys) await refundAttempt(ctx, key)
  return { userId: user.id, sessionId, name: user.name, email: user.email }
}
