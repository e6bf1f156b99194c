import { and, ne, sql } from 'drizzle-orm'
import { agents } from '@/drizzle/schema/agents'
import { AppError } from '@/server/core/errors'
import type { AccountId } from '@/server/core/ids'
import type { Transaction } from '@/server/domain/database'

/** Any fixed number; it only has to be the same everywhere. */
const oneAccountLock = 7_202_601

/**
 * For a driver without walls, which may carry one account only. The lock makes two first accounts that come at
 * the same moment wait for each other.
 */
export async function refuseSecondAccount(
  tx: Transaction,
  accountId: AccountId,
  driver: string,
): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${oneAccountLock})`)
  const [other] = await tx
    .select({ id: agents.id })
    .from(agents)
    .where(and(ne(agents.accountId, accountId), ne(agents.desired, 'deleted')))
    .limit(1)
  if (other === undefined) return
  throw new AppError('precondition', {
    public:
      `This server runs agents with the “${driver}” driver, which does not keep the agents of ` +
      'different accounts apart, so it carries one account only. Whoever runs it can install ' +
      'bubblewrap on a Linux server and start it again.',
  })
}
