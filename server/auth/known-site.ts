import { loadAddress } from '@/server/domain/brand'
import type { Ctx } from '@/server/domain/ctx'
import type { KnownSite } from './request-origin'

/** The addresses of this site as they are now: the one an operator has entered first. */
export async function knownSite(ctx: Pick<Ctx, 'db' | 'publicOrigin' | 'listensOn'>) {
  const { address, isBehindProxy } = await loadAddress(ctx.db)
  const site: KnownSite = {
    origins: address === null ? [ctx.publicOrigin] : [address, ctx.publicOrigin],
    // Only our own front keeps a visitor from writing the headers that a proxy is believed for.
    isBehindProxy: isBehindProxy && ctx.listensOn !== null,
  }
  return site
}
