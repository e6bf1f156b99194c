import type { RouterOutputs } from '@/server/trpc/root'

/** The signed-in person and the account that pays. */
export type Me = RouterOutputs['account']['me']
