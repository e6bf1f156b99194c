import type { UserId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'
import { signUpLimit, spendAttempt } from './attempts'
import { createUser } from './create-user'
import type { SignUpInput } from './input'
import { hashPassword, refuseWeakPassword } from './passwords'

/** Open to all. The browser signs in afterwards, in a step of its own. */
export async function signUp(ctx: Ctx, input: SignUpInput): Promise<{ userId: UserId }> {
  refuseWeakPassword(input.password, input)
  await spendAttempt(ctx, `sign-up:address:${ctx.caller.address}`, signUpLimit)
  const passwordHash = await hashPassword(input.password)
  const { userId } = await ctx.db.transaction((tx) =>
    createUser(tx, { ...input, passwordHash, isOperator: false, at: ctx.clock.now() }),
  )
  return { userId }
}
