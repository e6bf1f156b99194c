import { and, ne, sql } from 'drizzle-orm'
import { agents } from '@/drizzle/schema/agents'
import { AppError } from '@/server/core/errors'
import type { AccountId } from '@/server/core/ids'
import type { Transaction } from '@/server/domain/database'
import { readNewestHost } from '@/server/domain/hosts'

/** Any fixed number; it only has to be the same everywhere. */
const oneAccountLock = 7_202_601

/**
 * A driver without walls may carry one account only. The lock makes two first accounts that come at
 * the same moment wait for each other.
 */
export async function refuseSecondAccount(tx: Transaction, accountId: AccountId): Promise<void> {
  const host = await readNewestHost(tx)
  if (host === undefined || host.manyAccounts) return
  await tx.execute(sql`select pg_advisory_xact_lock(${oneAccountLock})`)
  const [other] = await tx
    .select({ id: agents.id })
    .from(agents)
    .where(and(ne(agents.accountId, accountId), ne(agents.desired, 'deleted')))
    .limit(1)
  if (other === undefined) return
  throw new AppError('precondition', {
    public:
      `This server runs agents with the “${host.driver}” driver, which does not keep the agents of ` +
      'different accounts apart, so it carries one account only. Whoever runs it can install ' +
      'bubblewrap on a Linux server and start it again.',
  })
}
