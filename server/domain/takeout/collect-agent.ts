import type { UserActor } from '@/server/core/actor'
import { AppError } from '@/server/core/errors'
import type { AgentId } from '@/server/core/ids'
import { askAgent } from '@/server/domain/agent-facts'
import { loadMyAgent } from '@/server/domain/agents'
import { getConfiguration } from '@/server/domain/configuration'
import type { Ctx } from '@/server/domain/ctx'
import { prettyFile, type TakeoutFile } from './takeout-file'

const fileNames = ['IDENTITY.md', 'USER.md', 'SOUL.md', 'AGENTS.md'] as const

/** The gateway gives this many messages of a conversation at most. */
const messagesEach = 1_000

/** What the agent itself holds. What cannot be read is named in the archive, never left out in silence. */
export async function* collectAgent(
  ctx: Ctx & { actor: UserActor },
  agentId: AgentId,
): AsyncGenerator<TakeoutFile, void> {
  const { agent } = await loadMyAgent(ctx, ctx.db, agentId)
  const dir = `agents/${agentId}`
  yield prettyFile(`${dir}/agent.json`, agent)
  for (const name of fileNames) {
    const told = await askAgent(ctx, agentId, {
      method: 'agents.files.get',
      params: { agentId: 'main', name },
    })
    const content = told?.answer.file.content
    if (content !== undefined) yield { path: `${dir}/${name}`, text: content }
    else yield notRead(`${dir}/${name}`, told === null)
  }
  yield await configurationFile(ctx, agentId, `${dir}/configuration.json`)
  const tasks = await askAgent(ctx, agentId, {
    method: 'cron.list',
    params: { includeDisabled: true, limit: 200 },
  })
  yield prettyFile(`${dir}/tasks.json`, tasks)
  yield* collectConversations(ctx, agentId, dir)
}

/** Its owner's part: the rest of the configuration is about this site. */
async function configurationFile(
  ctx: Ctx & { actor: UserActor },
  agentId: AgentId,
  path: string,
): Promise<TakeoutFile> {
  try {
    return { path, text: (await getConfiguration(ctx, { agentId })).text }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unavailable') throw error
    return notRead(path, true)
  }
}

async function* collectConversations(
  ctx: Ctx & { actor: UserActor },
  agentId: AgentId,
  dir: string,
): AsyncGenerator<TakeoutFile, void> {
  const list = await askAgent(ctx, agentId, { method: 'sessions.list', params: { limit: 500 } })
  yield prettyFile(`${dir}/conversations.json`, list)
  for (const [index, session] of (list?.answer.sessions ?? []).entries()) {
    const path = `${dir}/conversations/${index + 1}.json`
    try {
      const params = { sessionKey: session.key, limit: messagesEach }
      yield prettyFile(path, await askAgent(ctx, agentId, { method: 'chat.history', params }))
    } catch (error) {
      // It may have been deleted since it was listed; the others are still worth having.
      ctx.log.info({ err: error, agentId }, 'a conversation was left out of an archive')
      if (error instanceof AppError) throw error
      yield notRead(path, false)
    }
  }
}

const notRead = (path: string, isAsleep: boolean): TakeoutFile => ({
  path: `${path}.missing.txt`,
  text: isAsleep
    ? 'Your agent did not run and has not been asked for this before. Wake it and take the archive again.\n'
    : 'Your agent has no such file, or could not read it.\n',
})
