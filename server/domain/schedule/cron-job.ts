import { z } from 'zod'
import { describeSchedule } from './describe'
import { Schedule } from './input'

export const RunStatus = z.enum(['ok', 'error', 'skipped'])
export type RunStatus = z.infer<typeof RunStatus>

/** A job as the gateway tells it, as far as it is shown. */
export const CronJob = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  declarationKey: z.string().optional(),
  enabled: z.boolean(),
  configRevision: z.string().optional(),
  schedule: z.looseObject({ kind: z.string() }),
  payload: z.looseObject({ kind: z.string() }),
  state: z
    .object({
      nextRunAtMs: z.number().optional(),
      runningAtMs: z.number().optional(),
      lastRunAtMs: z.number().optional(),
      lastRunStatus: RunStatus.optional(),
      lastError: z.string().optional(),
    })
    .optional(),
})
export type CronJob = z.infer<typeof CronJob>

export interface TaskView {
  id: string
  name: string
  /** What the agent is told; null for a job that does something else. */
  message: string | null
  /** Null for a kind that cannot be edited here. */
  schedule: Schedule | null
  when: string
  isPaused: boolean
  /** A single moment that has passed. */
  isOver: boolean
  isRunning: boolean
  /** Set up by OpenClaw for itself. */
  isSystem: boolean
  nextRunAt: Date | null
  lastRunAt: Date | null
  lastStatus: RunStatus | null
  lastProblem: string | null
  revision: string | null
}

/** The gateway keeps these to itself; a client cannot create one of these names. */
const systemKeys = /^(?:heartbeat|heartbeat-task|skill-collection-review):/

const isSystem = (job: CronJob): boolean =>
  job.payload.kind === 'heartbeat' ||
  systemKeys.test(job.declarationKey ?? '') ||
  (job.description ?? '').includes('[managed-by=')

const moment = (ms: number | undefined): Date | null => (ms === undefined ? null : new Date(ms))

const Message = z.object({ kind: z.literal('agentTurn'), message: z.string() })
const Zoneless = z.object({ kind: z.literal('cron'), expr: z.string() })

export function viewTask(job: CronJob): TaskView {
  const schedule = Schedule.safeParse(withZone(job.schedule))
  const message = Message.safeParse(job.payload)
  const { state = {} } = job
  const isAt = job.schedule.kind === 'at'
  return {
    id: job.id,
    name: job.name,
    message: message.success ? message.data.message : null,
    schedule: schedule.success && message.success ? schedule.data : null,
    when: schedule.success ? describeSchedule(schedule.data) : 'When something happens',
    isPaused: !job.enabled && !(isAt && state.lastRunAtMs !== undefined),
    isOver: isAt && !job.enabled && state.lastRunAtMs !== undefined,
    isRunning: state.runningAtMs !== undefined,
    isSystem: isSystem(job),
    nextRunAt: job.enabled ? moment(state.nextRunAtMs) : null,
    lastRunAt: moment(state.lastRunAtMs),
    lastStatus: state.lastRunStatus ?? null,
    lastProblem: state.lastRunStatus === 'error' ? (state.lastError ?? null) : null,
    revision: job.configRevision ?? null,
  }
}

/** Machines keep UTC, so an expression without a zone means that. */
const withZone = (schedule: CronJob['schedule']): unknown =>
  Zoneless.safeParse(schedule).success ? { tz: 'UTC', ...schedule } : schedule
