import { eq } from 'drizzle-orm'
import { users } from '@/drizzle/schema/accounts'
import type { UserActor } from '@/server/core/actor'
import { AppError } from '@/server/core/errors'
import {
  confirmPassword,
  hashPassword,
  isRightPassword,
  refuseWeakPassword,
} from '@/server/domain/accounts'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import { revokeOthers } from './end-sessions'
import type { ChangePasswordInput } from './input'

/** Whoever else is signed in may be the reason for the change: their sessions end with the old password. */
export async function changePassword(
  ctx: Ctx & { actor: UserActor },
  input: ChangePasswordInput,
): Promise<{ endedSessions: number }> {
  const person = await confirmPassword(ctx, input.currentPassword)
  refuseWeakPassword(input.password, person)
  if (await isRightPassword(input.password, person.passwordHash)) {
    throw new AppError('invalid', {
      public: 'This is the password you have already. Choose another one.',
      facts: { field: 'password' },
    })
  }
  const passwordHash = await hashPassword(input.password)
  return ctx.db.transaction(async (tx) => {
    await tx.update(users).set({ passwordHash }).where(eq(users.id, ctx.actor.userId))
    const endedSessions = await revokeOthers(ctx, tx)
    const { accountId } = ctx.actor
    await recordAudit(ctx, tx, { action: 'password.changed', accountId, facts: { endedSessions } })
    return { endedSessions }
  })
}
