import { and, eq } from 'drizzle-orm'
import {
  type AgentAnswer,
  type AgentMethod,
  type AgentParams,
  answerSchema,
} from '@/agent-host/protocol/agent-methods'
import { agentFacts } from '@/drizzle/schema/agent-facts'
import type { UserActor } from '@/server/core/actor'
import { AppError } from '@/server/core/errors'
import type { AgentId } from '@/server/core/ids'
import { type AgentFacts, loadMyAgent, phaseOf } from '@/server/domain/agents'
import type { Ctx } from '@/server/domain/ctx'
import type { AgentGateway } from '@/server/gateways/host/host-gateway'

/** What an agent's gateway said, and whether it was said just now or before it went to sleep. */
export interface Told<Answer> {
  answer: Answer
  readAt: Date
  isLive: boolean
}

/** The running gateway behind these facts, or undefined while the agent is not up. */
export function gatewayOf(ctx: Ctx, facts: AgentFacts): AgentGateway | undefined {
  const { lease } = facts
  if (lease === null || phaseOf(facts) !== 'ready') return undefined
  return ctx.hosts.of(lease.hostId).agent(lease)
}

/**
 * Asks the actor's agent, and remembers the answer. While the agent is not up, what it said last is given;
 * it is never woken by a question. Null when it has never been asked.
 */
export async function askAgent<Name extends AgentMethod>(
  ctx: Ctx & { actor: UserActor },
  agentId: AgentId,
  question: { method: Name; params: AgentParams<Name> },
): Promise<Told<AgentAnswer<Name>> | null> {
  const facts = await loadMyAgent(ctx, ctx.db, agentId)
  const gateway = gatewayOf(ctx, facts)
  if (gateway !== undefined) {
    try {
      const answer = await gateway.call(question.method, question.params)
      await remember(ctx, agentId, { question, answer })
      return { answer, readAt: ctx.clock.now(), isLive: true }
    } catch (error) {
      // It went to sleep, or down, between our look and our call.
      if (!(error instanceof AppError && error.code === 'unavailable')) throw error
    }
  }
  return recall(ctx, agentId, question)
}

const nameOf = (question: { method: AgentMethod; params: object }): string =>
  Object.keys(question.params).length === 0
    ? question.method
    : `${question.method} ${JSON.stringify(question.params)}`

async function remember(
  ctx: Ctx,
  agentId: AgentId,
  { question, answer }: { question: { method: AgentMethod; params: object }; answer: unknown },
): Promise<void> {
  const said = { answer, readAt: ctx.clock.now() }
  await ctx.db
    .insert(agentFacts)
    .values({ agentId, question: nameOf(question), ...said })
    .onConflictDoUpdate({ target: [agentFacts.agentId, agentFacts.question], set: said })
}

async function recall<Name extends AgentMethod>(
  ctx: Ctx,
  agentId: AgentId,
  question: { method: Name; params: AgentParams<Name> },
): Promise<Told<AgentAnswer<Name>> | null> {
  const [row] = await ctx.db
    .select()
    .from(agentFacts)
    .where(and(eq(agentFacts.agentId, agentId), eq(agentFacts.question, nameOf(question))))
  if (row === undefined) return null
  const answer = answerSchema(question.method).parse(row.answer)
  return { answer, readAt: row.readAt, isLive: false }
}
