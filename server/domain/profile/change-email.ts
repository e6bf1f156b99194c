import { and, eq, ne, sql } from 'drizzle-orm'
import { users } from '@/drizzle/schema/accounts'
import type { UserActor } from '@/server/core/actor'
import { AppError } from '@/server/core/errors'
import { normaliseEmail } from '@/server/core/text'
import { confirmPassword } from '@/server/domain/accounts'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import type { ChangeEmailInput } from './input'

const taken = () =>
  new AppError('conflict', {
    public: 'There is already an account with this email address.',
    facts: { field: 'email' },
  })

/** The address is what one signs in with, so the password is asked for. */
export async function changeEmail(
  ctx: Ctx & { actor: UserActor },
  input: ChangeEmailInput,
): Promise<{ email: string }> {
  await confirmPassword(ctx, input.currentPassword)
  const email = normaliseEmail(input.email)
  const { userId } = ctx.actor
  await ctx.db.transaction(async (tx) => {
    // Two who want the same address at once wait here for each other; the index is the second wall.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${email}))`)
    const [other] = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(sql`lower(${users.email}) = ${email}`, ne(users.id, userId)))
    if (other !== undefined) throw taken()
    await tx.update(users).set({ email }).where(eq(users.id, userId))
    await recordAudit(ctx, tx, { action: 'email.changed', accountId: ctx.actor.accountId })
  })
  return { email }
}
