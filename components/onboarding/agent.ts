import type { RouterOutputs } from '@/server/trpc/root'

/** An agent as its owner sees it. */
export type Agent = NonNullable<RouterOutputs['agents']['mine']>
