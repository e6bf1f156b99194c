import { createHash } from 'node:crypto'
import { defaultSoul } from '@/agent-host/protocol/persona'
import type { UserActor } from '@/server/core/actor'
import type { AgentId } from '@/server/core/ids'
import { type AgentFacts, loadMyAgent, readOwnerName, renderPersona } from '@/server/domain/agents'
import type { AgentInput } from '@/server/domain/agents/input'
import type { Ctx } from '@/server/domain/ctx'
import type { Reader } from '@/server/domain/database'

export interface PersonaView {
  agentId: AgentId
  name: string
  /** IDENTITY.md and USER.md as the next machine that is told would get them. */
  identity: string
  user: string
  /** SOUL.md, which is the operator's. */
  soul: string
  /** Of the three above; a save that names an older one is refused. */
  revision: string
  /** False while the machine does not carry what is saved. */
  isApplied: boolean
  /** False before onboarding: then there is nothing to write over yet. */
  isOnboarded: boolean
}

/** What the database holds of a persona, rendered as the agent reads it. */
export async function wantedPersona(
  db: Reader,
  agent: AgentFacts['agent'],
): Promise<{ name: string; identity: string; user: string; soul: string; revision: string }> {
  const ownerName = await readOwnerName(db, agent.accountId)
  const { files } = renderPersona({ ...agent, ownerName })
  const name = agent.name ?? ''
  const { identity = '', user = '', soul = defaultSoul } = files
  const revision = createHash('sha256')
    .update(JSON.stringify([name, identity, user]))
    .digest('hex')
  return { name, identity, user, soul, revision }
}

export async function getPersona(
  ctx: Ctx & { actor: UserActor },
  input: AgentInput,
): Promise<PersonaView> {
  const { agent } = await loadMyAgent(ctx, ctx.db, input.agentId)
  return {
    agentId: agent.id,
    ...(await wantedPersona(ctx.db, agent)),
    isApplied: agent.appliedPersonaVersion >= agent.personaVersion,
    isOnboarded: agent.onboardedAt !== null,
  }
}
