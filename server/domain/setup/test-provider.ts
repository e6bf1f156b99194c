import { AppError } from '@/server/core/errors'
import type { Ctx } from '@/server/domain/ctx'
import type { Reader } from '@/server/domain/database'
import { type HostFacts, readNewestHost, sealProvider } from '@/server/domain/hosts'
import type { ProviderTest } from '@/server/gateways/host/host-gateway'
import type { TestProviderInput } from './input'
import { requireLink } from './setup-link'

/** A key can only be sealed to a host that has said which lock it has. */
export async function requireHost(db: Reader): Promise<HostFacts> {
  const host = await readNewestHost(db)
  if (host !== undefined) return host
  throw new AppError('unavailable', {
    public: 'No server for agents has reported yet. Please try again in a moment.',
  })
}

/** The host asks the provider, because only there the key is ever open. */
export async function testProvider(ctx: Ctx, input: TestProviderInput): Promise<ProviderTest> {
  await requireLink(ctx, input.link)
  const host = await requireHost(ctx.db)
  const provider = sealProvider(input.provider, host.sealingKey)
  return ctx.hosts.of(host.id).testProvider({ provider })
}
