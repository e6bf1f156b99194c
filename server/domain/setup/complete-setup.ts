import { sql } from 'drizzle-orm'
import { createUser, hashPassword, refuseWeakPassword } from '@/server/domain/accounts'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import { sealProvider, storeProvider } from '@/server/domain/hosts'
import type { SetupCompleteInput } from './input'
import { requireLink } from './setup-link'
import { requireHost } from './test-provider'

/** Any fixed number; it only has to be the same everywhere. */
const firstOperatorLock = 7_202_602

/** The first operator, and with them the provider. Works once: afterwards the link is void. */
export async function completeSetup(
  ctx: Ctx,
  input: SetupCompleteInput,
): Promise<Record<string, never>> {
  await requireLink(ctx, input.link)
  refuseWeakPassword(input.password, input)
  const passwordHash = await hashPassword(input.password)
  await ctx.db.transaction(async (tx) => {
    // Two forms sent at once: the second one waits here, and then sees the operator of the first.
    await tx.execute(sql`select pg_advisory_xact_lock(${firstOperatorLock})`)
    await requireLink(ctx, input.link, tx)
    const { name, email } = input
    const operator = await createUser(tx, {
      name,
      email,
      passwordHash,
      isOperator: true,
      at: ctx.clock.now(),
    })
    await recordAudit(ctx, tx, { action: 'setup.completed', ...operator })
    if (input.provider === null) return
    const host = await requireHost(tx)
    const provider = sealProvider(input.provider, host.sealingKey)
    await storeProvider(ctx, tx, { provider, userId: operator.userId })
    await ctx.jobs.enqueue(tx, 'hosts.push-provider', { hostId: host.id })
  })
  return {}
}
