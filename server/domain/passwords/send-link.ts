import { and, eq, isNull, sql } from 'drizzle-orm'
import { users } from '@/drizzle/schema/accounts'
import { passwordLinks } from '@/drizzle/schema/password-links'
import { localeOf } from '@/i18n/locales'
import type { PasswordLinkId } from '@/server/core/ids'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import { writeMail } from '@/server/domain/mail'
import { accountOf } from './account-of'
import { hashToken, newToken, pathOf } from './link'

/** Makes the link that was asked for, when somebody lives at that address. Repeatable: one link per wish. */
export async function sendPasswordLink(
  ctx: Ctx,
  { linkId }: { linkId: PasswordLinkId },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [wish] = await tx
      .select()
      .from(passwordLinks)
      .where(and(eq(passwordLinks.id, linkId), isNull(passwordLinks.tokenHash)))
      .for('update')
    if (wish === undefined || wish.email === null || wish.expiresAt <= ctx.clock.now()) return
    const [person] = await tx
      .select({ userId: users.id, name: users.name, email: users.email })
      .from(users)
      .where(sql`lower(${users.email}) = ${wish.email}`)
    if (person === undefined) return
    const token = newToken()
    const { userId } = person
    const locale = localeOf(wish.locale)
    const isWritten = await writeMail(ctx, tx, {
      kind: 'password_link',
      person,
      locale,
      path: pathOf(locale, token),
      expiresAt: wish.expiresAt,
    })
    if (!isWritten) return
    await tx
      .update(passwordLinks)
      .set({ userId, tokenHash: hashToken(token) })
      .where(eq(passwordLinks.id, linkId))
    const accountId = await accountOf(tx, userId)
    await recordAudit(ctx, tx, { action: 'password.link_sent', accountId, facts: { userId } })
  })
}
