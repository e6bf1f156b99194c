import { eq } from 'drizzle-orm'
import { agents } from '@/drizzle/schema/agents'
import type { UserActor } from '@/server/core/actor'
import { AppError } from '@/server/core/errors'
import { loadMyAgent, renewPersona } from '@/server/domain/agents'
import type { Ctx } from '@/server/domain/ctx'
import { getPersona, type PersonaView, wantedPersona } from './get-persona'
import { problemOfText, type SavePersonaInput } from './input'

/** Writes the next persona; the lease path carries it to the machine. The same texts again change nothing. */
export async function savePersona(
  ctx: Ctx & { actor: UserActor },
  input: SavePersonaInput,
): Promise<PersonaView> {
  for (const field of ['identity', 'user'] as const) {
    const problem = problemOfText(input[field])
    if (problem !== null) throw new AppError('invalid', { public: problem, facts: { field } })
  }
  await ctx.db.transaction(async (tx) => {
    await loadMyAgent(ctx, tx, input.agentId)
    const [agent] = await tx.select().from(agents).where(eq(agents.id, input.agentId)).for('update')
    if (agent === undefined) return
    if (agent.onboardedAt === null) {
      throw new AppError('precondition', { public: 'Answer the four questions first.' })
    }
    const before = await wantedPersona(tx, agent)
    if (before.revision !== input.revision) {
      throw new AppError('conflict', {
        public: 'This was changed elsewhere since you opened it. Your text is still here.',
      })
    }
    const name = input.name.normalize('NFC')
    const identity = withName(input.identity, name)
    const isSame =
      before.name === name && before.identity === identity && before.user === input.user
    if (isSame) return
    await tx
      .update(agents)
      .set({
        name,
        ...(identity === before.identity ? {} : { identityText: identity }),
        ...(input.user === before.user ? {} : { userText: input.user }),
      })
      .where(eq(agents.id, agent.id))
    await renewPersona(ctx, tx, agent.id)
  })
  return getPersona(ctx, input)
}

/** The agent reads its name in its identity, so the line that says it follows the field. */
const withName = (identity: string, name: string): string =>
  identity.replace(/^- \*\*Name:\*\* .*$/m, () => `- **Name:** ${name}`)
