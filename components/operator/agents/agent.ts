import type { RouterOutputs } from '@/server/trpc/root'

export type AgentRecord = RouterOutputs['operator']['agent']
