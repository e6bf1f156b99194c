import type { Locale } from '@/i18n/locales'
import type { UserId } from '@/server/core/ids'
import { normaliseEmail } from '@/server/core/text'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import { writeMail } from '@/server/domain/mail'
import { signUpLimit, spendAttempt } from './attempts'
import { createUser } from './create-user'
import type { SignUpInput } from './input'
import { hashPassword, refuseWeakPassword } from './passwords'

/** Open to all. The browser signs in afterwards, in a step of its own. */
export async function signUp(
  ctx: Ctx,
  { locale = 'en', ...input }: SignUpInput & { locale?: Locale },
): Promise<{ userId: UserId }> {
  refuseWeakPassword(input.password, input)
  await spendAttempt(ctx, `sign-up:address:${ctx.caller.address}`, signUpLimit)
  const passwordHash = await hashPassword(input.password)
  return ctx.db.transaction(async (tx) => {
    const { userId, accountId } = await createUser(tx, {
      ...input,
      passwordHash,
      isOperator: false,
      at: ctx.clock.now(),
    })
    await recordAudit(ctx, tx, { action: 'account.signed_up', userId, accountId })
    await writeMail(ctx, tx, {
      kind: 'welcome',
      person: { userId, name: input.name, email: normaliseEmail(input.email) },
      locale,
      path: '/chat',
      expiresAt: null,
    })
    return { userId }
  })
}
