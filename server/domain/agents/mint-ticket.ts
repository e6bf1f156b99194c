import { randomBytes } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import { agentSocketPath } from '@/agent-host/protocol/socket'
import { signTicket, ticketLifeMs } from '@/agent-host/protocol/ticket'
import { sessions } from '@/drizzle/schema/accounts'
import { leases } from '@/drizzle/schema/leases'
import type { UserActor } from '@/server/core/actor'
import { after } from '@/server/core/clock'
import { AppError } from '@/server/core/errors'
import type { Ctx } from '@/server/domain/ctx'
import { suspendedSentence } from '@/server/domain/entitlement'
import type { AgentPhase } from './agent-view'
import type { AgentInput } from './input'
import { type AgentFacts, loadMyAgent } from './load-agent'
import { isHalted, phaseOf, problemOf } from './phase'

export interface MintedTicket {
  ticket: string
  path: typeof agentSocketPath
  expiresAt: Date
  firstTask: string | null
}

/**
 * The permit for one socket. Asking for a sleeping agent wakes it; the browser asks again. One that is only
 * halted in memory is woken by the socket itself.
 */
export async function mintTicket(
  ctx: Ctx & { actor: UserActor },
  input: AgentInput,
): Promise<MintedTicket> {
  const facts = await loadMyAgent(ctx, ctx.db, input.agentId)
  if (facts.suspendedReason !== null) {
    throw new AppError('precondition', { public: suspendedSentence(facts.suspendedReason) })
  }
  if (!facts.isEntitled) {
    throw new AppError('precondition', {
      public: 'Your trial has ended, so your agent rests. What it has stored is kept.',
    })
  }
  const lease = await openLease(ctx, facts)
  const { agent } = facts
  const expiresAt = after(ctx.clock.now(), ticketLifeMs)
  const ticket = signTicket(
    {
      ticketId: randomBytes(16).toString('base64url'),
      hostId: lease.hostId,
      accountId: agent.accountId,
      userId: ctx.actor.userId,
      role: ctx.actor.role,
      sessionId: ctx.actor.sessionId,
      sessionEndsAtMs: (await endOfSession(ctx)).getTime(),
      agentId: agent.id,
      machineId: lease.machineId,
      generation: lease.generation,
      personaVersion: agent.personaVersion,
      origin: ctx.caller.origin ?? ctx.publicOrigin,
      expiresAtMs: expiresAt.getTime(),
    },
    ctx.hostKey(lease.hostId).reveal(),
  )
  const firstTask = agent.firstTaskSentAt === null ? agent.firstTask : null
  return { ticket, path: agentSocketPath, expiresAt, firstTask }
}

/** Looked up again: between the request's first look and this line the session may have been ended. */
async function endOfSession(ctx: Ctx & { actor: UserActor }): Promise<Date> {
  const [living] = await ctx.db
    .select({ expiresAt: sessions.expiresAt })
    .from(sessions)
    .where(and(eq(sessions.id, ctx.actor.sessionId), isNull(sessions.revokedAt)))
  if (living === undefined) throw new AppError('unauthenticated', { public: 'Please sign in.' })
  return living.expiresAt
}

async function openLease(ctx: Ctx, facts: AgentFacts): Promise<NonNullable<AgentFacts['lease']>> {
  const { agent, lease, machine } = facts
  const phase = phaseOf(facts)
  const isUp = machine !== null && machine.state !== 'gone' && machine.state !== 'stopped'
  if (lease === null || !(isUp || isHalted(facts)) || phase === 'failed') {
    if (phase !== 'failed') await ctx.jobs.enqueue(ctx.db, 'agents.wake', { agentId: agent.id })
    throw notYet(phase, problemOf(facts))
  }
  if (lease.ticketedAt === null && !(await markTicketed(ctx, lease.id))) {
    throw notYet('starting', null)
  }
  return lease
}

/** Written before the ticket is out: from now on the machine counts as used, and is never replaced in silence. */
async function markTicketed(ctx: Ctx, leaseId: string): Promise<boolean> {
  const marked = await ctx.db
    .update(leases)
    .set({ ticketedAt: ctx.clock.now() })
    .where(and(eq(leases.id, leaseId), isNull(leases.closedAt)))
    .returning({ id: leases.id })
  return marked.length > 0
}

const sentences: Record<AgentPhase, string> = {
  queued: 'Your agent waits for a machine.',
  starting: 'Your agent is starting.',
  preparing: 'Your agent is being prepared.',
  ready: 'Your agent is ready.',
  asleep: 'Your agent is waking up.',
  failed: 'Your agent cannot be started.',
}

const notYet = (phase: AgentPhase, problem: string | null) =>
  new AppError('unavailable', { public: problem ?? sentences[phase], facts: { phase } })
