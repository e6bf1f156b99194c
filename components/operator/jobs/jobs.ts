import type { RouterOutputs } from '@/server/trpc/root'

export type JobsView = RouterOutputs['operator']['jobs']
export type QueueCounts = JobsView['queues'][number]
export type FailedJob = JobsView['failed']['rows'][number]
