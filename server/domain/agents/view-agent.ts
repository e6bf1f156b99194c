import { desc } from 'drizzle-orm'
import { hosts } from '@/drizzle/schema/hosts'
import type { Ctx } from '@/server/domain/ctx'
import { readNewestHost } from '@/server/domain/hosts'
import { countAhead, estimateReadyInMs } from '@/server/domain/leases'
import type { AgentView, QueueView } from './agent-view'
import type { AgentFacts } from './load-agent'
import { phaseOf, problemOf } from './phase'

export async function viewAgent(ctx: Ctx, facts: AgentFacts): Promise<AgentView> {
  const { agent } = facts
  const phase = phaseOf(facts)
  return {
    id: agent.id,
    name: agent.name,
    phase,
    queue: phase === 'queued' ? await viewQueue(ctx, facts) : null,
    problem: problemOf(facts),
    onboarded: agent.onboardedAt !== null,
    personaVersion: agent.personaVersion,
    appliedPersonaVersion: agent.appliedPersonaVersion,
    skills: agent.skills,
    isolation: facts.host?.isolation ?? (await readNewestHost(ctx.db))?.isolation ?? [],
    createdAt: agent.createdAt,
  }
}

async function viewQueue(ctx: Ctx, { agent }: AgentFacts): Promise<QueueView> {
  const queuedAt = agent.queuedAt ?? ctx.clock.now()
  const ahead = await countAhead(ctx, { id: agent.id, queuedAt })
  const [pool] = await ctx.db
    .select({
      isWatched: hosts.isWatched,
      problem: hosts.poolProblem,
      inFlight: hosts.poolInFlight,
      concurrentBoots: hosts.concurrentBoots,
      typicalBootMs: hosts.typicalBootMs,
      nextReadyAt: hosts.nextReadyAt,
    })
    .from(hosts)
    .orderBy(desc(hosts.seenAt))
    .limit(1)
  const readyInMs = pool === undefined ? null : estimateReadyInMs(pool, ahead, ctx.clock.now())
  return { position: ahead + 1, readyInMs }
}
