import type { Ctx } from '@/server/domain/ctx'
import { sealProvider, storeProvider } from '@/server/domain/hosts'
import { requireOperator } from '@/server/domain/require-operator'
import type { ProviderTest } from '@/server/gateways/host/host-gateway'
import type { ProviderInput } from './input'
import { requireHost } from './test-provider'

/** The provider for everybody who has none of their own. The hosts hear of it within seconds. */
export async function changeProvider(
  ctx: Ctx,
  input: ProviderInput,
): Promise<Record<string, never>> {
  requireOperator(ctx)
  await ctx.db.transaction(async (tx) => {
    const host = await requireHost(tx)
    const provider = sealProvider(input, host.sealingKey)
    await ctx.jobs.enqueue(tx, 'hosts.push-provider', { hostId: host.id })
    await storeProvider(ctx, tx, { provider })
  })
  return {}
}

/** The same test as at the first set-up, for whoever is the operator by now. */
export async function tryProvider(ctx: Ctx, input: ProviderInput): Promise<ProviderTest> {
  requireOperator(ctx)
  const host = await requireHost(ctx.db)
  return ctx.hosts.of(host.id).testProvider({ provider: sealProvider(input, host.sealingKey) })
}
