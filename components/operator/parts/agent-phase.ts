import type { RouterOutputs } from '@/server/trpc/root'

export type AgentRow = RouterOutputs['operator']['agents']['rows'][number]
export type AgentPhase = AgentRow['phase']
export type SleepDepth = NonNullable<AgentRow['sleepDepth']>
