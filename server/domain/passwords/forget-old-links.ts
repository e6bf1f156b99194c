import { lt } from 'drizzle-orm'
import { passwordLinks } from '@/drizzle/schema/password-links'
import { after } from '@/server/core/clock'
import type { Ctx } from '@/server/domain/ctx'

/** Addresses that strangers typed are kept no longer than a question about them may take. */
const keepMs = 24 * 60 * 60_000

export async function forgetOldLinks(ctx: Ctx): Promise<void> {
  const before = after(ctx.clock.now(), -keepMs)
  await ctx.db.delete(passwordLinks).where(lt(passwordLinks.expiresAt, before))
}
