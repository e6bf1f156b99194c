import { accounts, memberships, users } from '@/drizzle/schema/accounts'
import { AppError } from '@/server/core/errors'
import { AccountId, newId, UserId } from '@/server/core/ids'
import { normaliseEmail } from '@/server/core/text'
import type { Transaction } from '@/server/domain/database'

export interface NewUser {
  name: string
  email: string
  passwordHash: string
  isOperator: boolean
  at: Date
}

/** A person with an account of their own, which they own. */
export async function createUser(
  tx: Transaction,
  user: NewUser,
): Promise<{ userId: UserId; accountId: AccountId }> {
  const userId = newId(UserId, 'usr')
  const accountId = newId(AccountId, 'acc')
  const name = user.name.normalize('NFC')
  const created = await tx
    .insert(users)
    .values({
      id: userId,
      email: normaliseEmail(user.email),
      name,
      passwordHash: user.passwordHash,
      isOperator: user.isOperator,
      createdAt: user.at,
    })
    .onConflictDoNothing()
    .returning({ id: users.id })
  if (created.length === 0) {
    throw new AppError('conflict', {
      public: 'There is already an account with this email address.',
      facts: { field: 'email' },
    })
  }
  await tx.insert(accounts).values({ id: accountId, name, createdAt: user.at })
  await tx.insert(memberships).values({ accountId, userId, role: 'owner', createdAt: user.at })
  return { userId, accountId }
}
