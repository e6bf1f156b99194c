import { z } from 'zod'
import type { UserActor } from '@/server/core/actor'
import { askAgent } from '@/server/domain/agent-facts'
import { loadMyAgent } from '@/server/domain/agents'
import type { AgentInput } from '@/server/domain/agents/input'
import type { Ctx } from '@/server/domain/ctx'
import { wantedPersona } from './get-persona'
import { PersonaFile } from './input'

export const workspaceNames = { identity: 'IDENTITY.md', user: 'USER.md' } as const

/** A text that the agent wrote over the one it was given. */
export interface OwnChange {
  file: PersonaFile
  mine: string
  agents: string
  hash: string
}

const Found = z.object({
  missing: z.boolean().optional(),
  content: z.string().optional(),
  hash: z.string().optional(),
})

/** What stands in for the hash of a file that the agent has deleted. */
export const missingHash = 'missing'

export const readFound = (file: unknown): { content: string; hash: string } => {
  const { content = '', hash = missingHash } = Found.parse(file)
  return { content, hash }
}

/**
 * Where the agent's own files differ from what is saved here. Empty while a saved text is still on its way:
 * then they differ for a better reason.
 */
export async function findOwnChanges(
  ctx: Ctx & { actor: UserActor },
  input: AgentInput,
): Promise<OwnChange[]> {
  const { agent } = await loadMyAgent(ctx, ctx.db, input.agentId)
  if (agent.onboardedAt === null || agent.appliedPersonaVersion < agent.personaVersion) return []
  const wanted = await wantedPersona(ctx.db, agent)
  const changes = await Promise.all(
    PersonaFile.options.map(async (file): Promise<OwnChange[]> => {
      const told = await askAgent(ctx, agent.id, {
        method: 'agents.files.get',
        params: { agentId: 'main', name: workspaceNames[file] },
      })
      if (told === null) return []
      const found = readFound(told.answer.file)
      if (found.content.trim() === wanted[file].trim()) return []
      return [{ file, mine: wanted[file], agents: found.content, hash: found.hash }]
    }),
  )
  return changes.flat()
}
