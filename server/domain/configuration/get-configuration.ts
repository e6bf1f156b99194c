import type { UserActor } from '@/server/core/actor'
import { AppError } from '@/server/core/errors'
import { askAgent } from '@/server/domain/agent-facts'
import type { AgentInput } from '@/server/domain/agents/input'
import type { Ctx } from '@/server/domain/ctx'
import { prettyJson } from './json'
import { loadMine } from './load-mine'
import { visiblePart } from './protected'
import { authored } from './read-live'

export interface ConfigurationView {
  text: string
  hash: string
  /** When the agent said so; long ago while it sleeps. */
  readAt: Date
  /** False when the agent does not run, so that nothing can be saved now. */
  isLive: boolean
}

export async function getConfiguration(
  ctx: Ctx & { actor: UserActor },
  input: AgentInput,
): Promise<ConfigurationView> {
  await loadMine(ctx, input.agentId)
  const told = await askAgent(ctx, input.agentId, { method: 'config.get', params: {} })
  if (told === null) {
    throw new AppError('unavailable', {
      public: 'Your agent is not running, and has not been asked before. Open the chat to wake it.',
    })
  }
  const { hash, whole } = authored(told.answer)
  const { readAt, isLive } = told
  return { text: prettyJson(visiblePart(whole)), hash, readAt, isLive }
}
