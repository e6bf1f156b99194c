import { eq } from 'drizzle-orm'
import { users } from '@/drizzle/schema/accounts'
import { passwordLinks } from '@/drizzle/schema/password-links'
import { after } from '@/server/core/clock'
import { notFound } from '@/server/core/errors'
import { newPasswordLinkId } from '@/server/core/ids'
import { recordAudit } from '@/server/domain/audit'
import { loadAddress } from '@/server/domain/brand'
import type { Ctx } from '@/server/domain/ctx'
import { requireOperator } from '@/server/domain/require-operator'
import { accountOf } from './account-of'
import type { MakeLinkInput } from './input'
import { hashToken, linkLifeMs, newToken, pathOf } from './link'

/** For somebody whom no mail reaches: shown to the operator once, and on record. */
export async function makePasswordLink(
  ctx: Ctx,
  { userId }: MakeLinkInput,
): Promise<{ link: string; expiresAt: Date }> {
  requireOperator(ctx)
  const token = newToken()
  const now = ctx.clock.now()
  const expiresAt = after(now, linkLifeMs)
  await ctx.db.transaction(async (tx) => {
    const [person] = await tx.select({ id: users.id }).from(users).where(eq(users.id, userId))
    if (person === undefined) throw notFound('person')
    const accountId = await accountOf(tx, userId)
    await tx.insert(passwordLinks).values({
      id: newPasswordLinkId(),
      locale: 'en',
      userId,
      tokenHash: hashToken(token),
      createdAt: now,
      expiresAt,
    })
    await recordAudit(ctx, tx, { action: 'password.link_made', accountId, facts: { userId } })
  })
  // The operator may sit at a door of the server that the person cannot reach. Where no public address was
  // entered, the page that asks is still one at which this site is known to answer.
  const { address } = await loadAddress(ctx.db)
  const origin = address ?? ctx.caller.origin ?? ctx.publicOrigin
  return { link: `${origin}${pathOf('en', token)}`, expiresAt }
}
