import { eq } from 'drizzle-orm'
import { agents } from '@/drizzle/schema/agents'
import type { UserActor } from '@/server/core/actor'
import { AppError } from '@/server/core/errors'
import { requireGateway } from '@/server/domain/agent-facts'
import { loadMyAgent, renewPersona } from '@/server/domain/agents'
import type { Ctx } from '@/server/domain/ctx'
import { getPersona, type PersonaView, wantedPersona } from './get-persona'
import { problemOfText, type SettleFileInput } from './input'
import { missingHash, readFound, workspaceNames } from './own-changes'

/**
 * Decides between what is saved here and what the agent wrote itself. `hash` names the agent's text that
 * the person saw: one that it has changed again since is not decided about.
 */
export async function settleFile(
  ctx: Ctx & { actor: UserActor },
  input: SettleFileInput,
): Promise<PersonaView> {
  const { agentId, file, take, hash } = input
  const facts = await loadMyAgent(ctx, ctx.db, agentId)
  const gateway = requireGateway(ctx, facts)
  const about = { agentId: 'main' as const, name: workspaceNames[file] }
  const found = readFound((await gateway.call('agents.files.get', about)).file)
  if (found.hash !== hash) {
    throw new AppError('conflict', {
      public: 'Your agent has changed this text again just now. Look at it once more.',
    })
  }
  if (take === 'mine') {
    const { [file]: content } = await wantedPersona(ctx.db, facts.agent)
    const lock = hash === missingHash ? {} : { expectedHash: hash }
    await gateway.call('agents.files.set', { ...about, content, ...lock })
    return getPersona(ctx, input)
  }
  const problem = problemOfText(found.content)
  if (problem !== null) throw new AppError('precondition', { public: problem })
  await ctx.db.transaction(async (tx) => {
    const text = file === 'identity' ? { identityText: found.content } : { userText: found.content }
    await tx.update(agents).set(text).where(eq(agents.id, agentId))
    await renewPersona(ctx, tx, agentId)
  })
  return getPersona(ctx, input)
}
