import { eq } from 'drizzle-orm'
import { users } from '@/drizzle/schema/accounts'
import type { UserActor } from '@/server/core/actor'
import { AppError } from '@/server/core/errors'
import type { Ctx } from '@/server/domain/ctx'
import { refundAttempt, spendPasswordAttempt } from './attempts'
import { isRightPassword } from './passwords'

export interface ConfirmedPerson {
  name: string
  email: string
  passwordHash: string
}

/**
 * Before something that a borrowed screen must not be enough for. A wrong password counts as one at
 * sign-in does, so a stolen session is no way to guess it.
 */
export async function confirmPassword(
  ctx: Ctx & { actor: UserActor },
  password: string,
): Promise<ConfirmedPerson> {
  const [person] = await ctx.db
    .select({ name: users.name, email: users.email, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, ctx.actor.userId))
  if (person === undefined) throw new AppError('unauthenticated', { public: 'Please sign in.' })
  const keys = await spendPasswordAttempt(ctx, person.email)
  if (!(await isRightPassword(password, person.passwordHash))) {
    throw new AppError('invalid', {
      public: 'This is not your present password.',
      facts: { field: 'currentPassword' },
    })
  }
  for (const key of keys) await refundAttempt(ctx, key)
  return person
}
