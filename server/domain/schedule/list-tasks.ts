import type { UserActor } from '@/server/core/actor'
import { askAgent } from '@/server/domain/agent-facts'
import type { AgentInput } from '@/server/domain/agents/input'
import type { Ctx } from '@/server/domain/ctx'
import { CronJob, type TaskView, viewTask } from './cron-job'
import { neverAsked } from './never-asked'

export interface TaskList {
  tasks: TaskView[]
  readAt: Date
  /** False when the agent does not run: then nothing can be changed. */
  isLive: boolean
}

export async function listTasks(
  ctx: Ctx & { actor: UserActor },
  input: AgentInput,
): Promise<TaskList> {
  const told = await askAgent(ctx, input.agentId, {
    method: 'cron.list',
    params: { includeDisabled: true, limit: 200 },
  })
  if (told === null) throw neverAsked()
  const tasks = told.answer.jobs.map((job) => viewTask(CronJob.parse(job)))
  return { tasks, readAt: told.readAt, isLive: told.isLive }
}
