import { timingSafeEqual } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { users } from '@/drizzle/schema/accounts'
import { AppError } from '@/server/core/errors'
import type { Ctx } from '@/server/domain/ctx'
import type { Reader } from '@/server/domain/database'

export async function hasOperator(db: Reader): Promise<boolean> {
  const [row] = await db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.isOperator, true))
    .limit(1)
  return row !== undefined
}

function isTheLink(ctx: Ctx, given: string): boolean {
  const wanted = Buffer.from(ctx.setupLink.reveal())
  const offered = Buffer.from(given)
  return wanted.length === offered.length && timingSafeEqual(wanted, offered)
}

export async function isLinkValid(ctx: Ctx, given: string, db: Reader = ctx.db): Promise<boolean> {
  return isTheLink(ctx, given) && !(await hasOperator(db))
}

export async function requireLink(ctx: Ctx, given: string, db: Reader = ctx.db): Promise<void> {
  if (await isLinkValid(ctx, given, db)) return
  throw new AppError('forbidden', {
    public:
      'This set-up link is not valid. The start program prints the right one until it is used.',
    facts: { field: 'link' },
  })
}
