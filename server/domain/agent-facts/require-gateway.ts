import { AppError } from '@/server/core/errors'
import { type AgentFacts, isHalted, phaseOf } from '@/server/domain/agents'
import type { Ctx } from '@/server/domain/ctx'
import type { AgentGateway } from '@/server/gateways/host/host-gateway'
import { gatewayOf } from './ask-agent'

const notUp = {
  queued: 'Your agent still waits for a machine.',
  starting: 'Your agent is starting. Try again in a moment.',
  preparing: 'Your agent is being prepared. Try again in a moment.',
  asleep: 'Your agent is asleep. Open the chat to wake it, then try again.',
  failed: 'Your agent does not start just now, so this cannot be done.',
} as const

/**
 * For what only a running agent can do. Throws `unavailable` with a sentence. One that is only halted in memory
 * is let go on by what it is asked; a deeper sleep is not ended by this.
 */
export function requireGateway(ctx: Ctx, facts: AgentFacts): AgentGateway {
  const gateway = gatewayOf(ctx, facts)
  if (gateway !== undefined) return gateway
  const { lease } = facts
  if (lease !== null && isHalted(facts)) return ctx.hosts.of(lease.hostId).agent(lease)
  const phase = phaseOf(facts)
  const why = phase === 'ready' ? 'queued' : phase
  throw new AppError('unavailable', { public: notUp[why], facts: { phase: why } })
}
