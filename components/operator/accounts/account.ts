import type { RouterOutputs } from '@/server/trpc/root'

export type AccountRow = RouterOutputs['operator']['accounts']['rows'][number]
export type AccountRecord = RouterOutputs['operator']['account']
