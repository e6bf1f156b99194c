import { z } from 'zod'
import { AgentInput } from '../agents/input'

export const scheduleLimits = { name: 80, message: 4_000, words: 160 } as const

/** Less than this between two runs is a loop, not a schedule: each run is a whole model call. */
export const shortestEveryMs = 60_000
const longestEveryMs = 366 * 24 * 60 * 60_000

export const TimeZone = z
  .string()
  .max(64)
  .refine((zone) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone })
      return true
    } catch {
      // The one way to ask: the constructor throws for a zone that it does not know.
      return false
    }
  })

/** When a job runs, in the gateway's own words, less those kinds that run commands. */
export const Schedule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('at'), at: z.iso.datetime({ offset: true }) }),
  z.object({
    kind: z.literal('every'),
    everyMs: z.number().int().min(shortestEveryMs).max(longestEveryMs),
  }),
  z.object({ kind: z.literal('cron'), expr: z.string().min(1).max(120), tz: TimeZone }),
])
export type Schedule = z.infer<typeof Schedule>

export const ReadWordsInput = z.object({
  words: z.string().trim().min(1).max(scheduleLimits.words),
  timeZone: TimeZone,
})
export type ReadWordsInput = z.infer<typeof ReadWordsInput>

const Task = z.object({
  name: z.string().trim().min(1).max(scheduleLimits.name),
  /** What the agent is told when it is due. */
  message: z.string().trim().min(1).max(scheduleLimits.message),
  schedule: Schedule,
})

export const AddTaskInput = AgentInput.extend({
  ...Task.shape,
  isPaused: z.boolean().default(false),
})
export type AddTaskInput = z.infer<typeof AddTaskInput>

export const TaskInput = AgentInput.extend({ taskId: z.string().min(1).max(200) })
export type TaskInput = z.infer<typeof TaskInput>

export const EditTaskInput = TaskInput.extend({
  ...Task.shape,
  /** Of the task as it was opened; one that was changed since is not written over. */
  revision: z.string().max(200).nullable(),
})
export type EditTaskInput = z.infer<typeof EditTaskInput>

export const PauseTaskInput = TaskInput.extend({ isPaused: z.boolean() })
export type PauseTaskInput = z.infer<typeof PauseTaskInput>

/** Minutes between two heartbeats; 0 is off. */
export const heartbeatChoices = [0, 15, 30, 60, 120, 240, 720, 1_440] as const

export const HeartbeatInput = AgentInput.extend({
  everyMinutes: z
    .number()
    .int()
    .refine((minutes) => (heartbeatChoices as readonly number[]).includes(minutes)),
})
export type HeartbeatInput = z.infer<typeof HeartbeatInput>
