import type { Ctx } from '@/server/domain/ctx'
import { requireOperator } from '@/server/domain/require-operator'
import { loadAddress } from './stored-address'

export interface Address {
  /** What an operator has entered; null while nobody has. */
  address: string | null
  isBehindProxy: boolean
  /** What the site was started with, and goes by without an address of its own. */
  startAddress: string
  /** What the front listens on, as `host:port`; null where site and front were started apart. */
  listensOn: string | null
  /** Who the operator seems to be, for this very request; many people with one address share their limits. */
  seenAs: string
  changedAt: Date | null
}

export async function readAddress(ctx: Ctx): Promise<Address> {
  requireOperator(ctx)
  const { publicOrigin: startAddress, listensOn } = ctx
  return { ...(await loadAddress(ctx.db)), startAddress, listensOn, seenAs: ctx.caller.address }
}
