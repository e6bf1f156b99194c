import type { RouterOutputs } from '@/server/trpc/root'

export type Fleet = RouterOutputs['operator']['fleet']
export type HostView = Fleet['hosts'][number]
export type Arrival = Fleet['arrivals'][number]
