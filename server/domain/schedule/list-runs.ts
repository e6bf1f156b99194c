import { z } from 'zod'
import type { UserActor } from '@/server/core/actor'
import { askAgent } from '@/server/domain/agent-facts'
import type { Ctx } from '@/server/domain/ctx'
import { RunStatus } from './cron-job'
import type { TaskInput } from './input'
import { neverAsked } from './never-asked'

const Run = z.object({
  ts: z.number(),
  status: RunStatus.optional(),
  error: z.string().optional(),
  summary: z.string().optional(),
  runAtMs: z.number().optional(),
  durationMs: z.number().optional(),
})

export interface RunView {
  at: Date
  status: RunStatus | null
  /** What the agent said, or why it failed. */
  words: string | null
  durationMs: number | null
}

/** Newest first. */
export async function listRuns(
  ctx: Ctx & { actor: UserActor },
  input: TaskInput,
): Promise<RunView[]> {
  const told = await askAgent(ctx, input.agentId, {
    method: 'cron.runs',
    params: { id: input.taskId, limit: 20 },
  })
  if (told === null) throw neverAsked()
  const runs = told.answer.entries.map((entry) => viewRun(Run.parse(entry)))
  return runs.toSorted((a, b) => b.at.getTime() - a.at.getTime())
}

const viewRun = (run: z.infer<typeof Run>): RunView => ({
  at: new Date(run.runAtMs ?? run.ts),
  status: run.status ?? null,
  words: (run.status === 'error' ? run.error : run.summary) ?? null,
  durationMs: run.durationMs ?? null,
})
