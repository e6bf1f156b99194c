import { eq } from 'drizzle-orm'
import { accounts } from '@/drizzle/schema/accounts'
import type { AccountId } from '@/server/core/ids'
import type { Reader } from '@/server/domain/database'

/** The account's name is its owner's until an account can have several people. */
export async function readOwnerName(db: Reader, accountId: AccountId): Promise<string> {
  const [row] = await db
    .select({ name: accounts.name })
    .from(accounts)
    .where(eq(accounts.id, accountId))
  if (row === undefined) throw new Error(`account ${accountId} has an agent but no row`)
  return row.name
}
