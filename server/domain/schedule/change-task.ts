import { z } from 'zod'
import type { AgentAnswer, AgentParams } from '@/agent-host/protocol/agent-methods'
import type { UserActor } from '@/server/core/actor'
import { AgentRefusal } from '@/server/core/agent-refusal'
import { AppError } from '@/server/core/errors'
import type { AgentId } from '@/server/core/ids'
import { requireGateway } from '@/server/domain/agent-facts'
import { loadMyAgent } from '@/server/domain/agents'
import type { Ctx } from '@/server/domain/ctx'
import { CronJob, type TaskView, viewTask } from './cron-job'
import type { AddTaskInput, EditTaskInput, PauseTaskInput, Schedule, TaskInput } from './input'
import { nextRun } from './read-words'

type SignedInCtx = Ctx & { actor: UserActor }

/** What the gateway refuses of a task is something about the task; its words are the best there are. */
async function ask<Name extends 'cron.add' | 'cron.update' | 'cron.remove' | 'cron.run'>(
  ctx: SignedInCtx,
  agentId: AgentId,
  question: { method: Name; params: AgentParams<Name> },
): Promise<AgentAnswer<Name>> {
  const gateway = requireGateway(ctx, await loadMyAgent(ctx, ctx.db, agentId))
  try {
    return await gateway.call(question.method, question.params)
  } catch (error) {
    if (!(error instanceof AgentRefusal)) throw error
    throw new AppError('precondition', {
      public: `Your agent did not take it: ${error.words}`,
      cause: error,
    })
  }
}

function refuseImpossible(ctx: Ctx, schedule: Schedule): void {
  if (nextRun(schedule, ctx.clock.now()) !== null) return
  throw new AppError('invalid', {
    public: 'That moment never comes, or has passed already.',
    facts: { field: 'schedule' },
  })
}

/** In the gateway's words. Without the stagger it runs when the page says it will, not some minutes after. */
const scheduleParams = (schedule: Schedule) =>
  schedule.kind === 'cron' ? { ...schedule, staggerMs: 0 } : schedule

export async function addTask(ctx: SignedInCtx, input: AddTaskInput): Promise<TaskView> {
  const { agentId, name, message, schedule, isPaused } = input
  await loadMyAgent(ctx, ctx.db, agentId)
  refuseImpossible(ctx, schedule)
  const job = await ask(ctx, agentId, {
    method: 'cron.add',
    params: {
      name,
      enabled: !isPaused,
      // A task that has happened stays in the list, with its history, until somebody deletes it.
      deleteAfterRun: false,
      schedule: scheduleParams(schedule),
      sessionTarget: 'isolated',
      wakeMode: 'now',
      payload: { kind: 'agentTurn', message },
      delivery: { mode: 'none' },
    },
  })
  return viewTask(CronJob.parse(job))
}

export async function editTask(ctx: SignedInCtx, input: EditTaskInput): Promise<TaskView> {
  const { agentId, taskId, name, message, schedule, revision } = input
  await loadMyAgent(ctx, ctx.db, agentId)
  refuseImpossible(ctx, schedule)
  const job = await ask(ctx, agentId, {
    method: 'cron.update',
    params: {
      id: taskId,
      patch: {
        name,
        schedule: scheduleParams(schedule),
        payload: { kind: 'agentTurn', message },
      },
      ...(revision === null ? {} : { expectedConfigRevision: revision }),
    },
  })
  return viewTask(CronJob.parse(job))
}

export async function pauseTask(ctx: SignedInCtx, input: PauseTaskInput): Promise<TaskView> {
  const { agentId, taskId, isPaused } = input
  const job = await ask(ctx, agentId, {
    method: 'cron.update',
    params: { id: taskId, patch: { enabled: !isPaused } },
  })
  return viewTask(CronJob.parse(job))
}

/** For good, with its history. Undoing it is adding it again, which the page can do: it has all of it. */
export async function removeTask(
  ctx: SignedInCtx,
  input: TaskInput,
): Promise<Record<string, never>> {
  const { agentId, taskId } = input
  await ask(ctx, agentId, { method: 'cron.remove', params: { id: taskId } })
  return {}
}

const RunAnswer = z.object({
  ran: z.boolean().optional(),
  enqueued: z.boolean().optional(),
  reason: z.string().optional(),
  runId: z.string().optional(),
})

/** Puts it to work now, whatever its schedule says. The history tells how it went. */
export async function runTask(
  ctx: SignedInCtx,
  input: TaskInput,
): Promise<{ runId: string | null }> {
  const { agentId, taskId } = input
  const params = { id: taskId, mode: 'force' as const }
  const done = RunAnswer.parse(await ask(ctx, agentId, { method: 'cron.run', params }))
  if (done.runId !== undefined || done.enqueued === true || done.ran === true) {
    return { runId: done.runId ?? null }
  }
  throw new AppError('precondition', {
    public:
      done.reason === 'already-running'
        ? 'It is running already.'
        : 'Your agent could not start it now.',
  })
}
