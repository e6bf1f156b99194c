import { asc, eq } from 'drizzle-orm'
import { memberships } from '@/drizzle/schema/accounts'
import { notFound } from '@/server/core/errors'
import type { AccountId, UserId } from '@/server/core/ids'
import type { Reader } from '@/server/domain/database'

/** The account that a sign-in of this person would lead to. */
export async function accountOf(db: Reader, userId: UserId): Promise<AccountId> {
  const [row] = await db
    .select({ accountId: memberships.accountId })
    .from(memberships)
    .where(eq(memberships.userId, userId))
    .orderBy(asc(memberships.createdAt))
    .limit(1)
  if (row === undefined) throw notFound('person')
  return row.accountId
}
