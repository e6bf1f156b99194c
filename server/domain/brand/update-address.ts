import { settings } from '@/drizzle/schema/settings'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import { requireOperator } from '@/server/domain/require-operator'
import type { AddressInput } from './input'
import { type Address, readAddress } from './read-address'
import { addressKey } from './stored-address'

/** Takes effect with the next request. An empty address is the one the site was started with. */
export async function updateAddress(ctx: Ctx, input: AddressInput): Promise<Address> {
  requireOperator(ctx)
  const changedAt = ctx.clock.now()
  const { address, isBehindProxy } = input
  await ctx.db.transaction(async (tx) => {
    await tx
      .insert(settings)
      .values({ key: addressKey, value: input, changedAt })
      .onConflictDoUpdate({ target: settings.key, set: { value: input, changedAt } })
    const facts = { address: address === '' ? null : address, isBehindProxy }
    await recordAudit(ctx, tx, { action: 'address.changed', facts })
  })
  return readAddress(ctx)
}
