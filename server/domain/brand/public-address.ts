import type { Ctx } from '@/server/domain/ctx'
import { loadAddress } from './stored-address'

/**
 * The origin that absolute addresses begin with, without a slash at its end: what an operator has entered,
 * else what the site was started with. Open to all, and the same for jobs as for requests.
 */
export async function publicAddress(ctx: Pick<Ctx, 'db' | 'publicOrigin'>): Promise<string> {
  return (await loadAddress(ctx.db)).address ?? ctx.publicOrigin
}
