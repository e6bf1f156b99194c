import { eq } from 'drizzle-orm'
import { agents } from '@/drizzle/schema/agents'
import type { UserActor } from '@/server/core/actor'
import type { Ctx } from '@/server/domain/ctx'
import { recordEvent } from '@/server/domain/lifecycle'
import type { AgentView } from './agent-view'
import type { OnboardInput } from './input'
import { loadMyAgent } from './load-agent'
import { viewAgent } from './view-agent'

/** The four answers. Repeatable: the same answers again change nothing and cost no new persona. */
export async function onboardAgent(
  ctx: Ctx & { actor: UserActor },
  input: OnboardInput,
): Promise<AgentView> {
  const { agentId, ...answers } = input
  await ctx.db.transaction(async (tx) => {
    const { agent } = await loadMyAgent(ctx, tx, agentId)
    const [locked] = await tx.select().from(agents).where(eq(agents.id, agent.id)).for('update')
    if (locked === undefined) return
    const isSame =
      locked.onboardedAt !== null &&
      locked.name === answers.name &&
      locked.character === answers.character &&
      locked.aboutMe === answers.aboutMe &&
      (locked.firstTask ?? '') === answers.firstTask
    if (isSame) return
    const personaVersion = locked.personaVersion + 1
    await tx
      .update(agents)
      .set({
        ...answers,
        firstTask: answers.firstTask === '' ? null : answers.firstTask,
        // Answers given anew are the newest word; they replace what was written by hand before.
        identityText: null,
        userText: null,
        personaVersion,
        onboardedAt: locked.onboardedAt ?? ctx.clock.now(),
      })
      .where(eq(agents.id, agent.id))
    await recordEvent(ctx, tx, {
      kind: 'onboarded',
      agentId,
      accountId: agent.accountId,
      facts: { personaVersion },
    })
    await ctx.jobs.enqueue(tx, 'agents.reconcile', { agentId })
  })
  return viewAgent(ctx, await loadMyAgent(ctx, ctx.db, agentId))
}
