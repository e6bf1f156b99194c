import type { RouterOutputs } from '@/server/trpc/root'

export type Usage = RouterOutputs['usage']['mine']
