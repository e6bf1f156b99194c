import type { AccountId, SessionId, UserId } from './ids'

/** Who acts. It says nothing of how they proved it: that stays in `server/auth`. */
export type Actor = AnonymousActor | UserActor | SystemActor

export interface AnonymousActor {
  kind: 'anonymous'
}

export interface UserActor {
  kind: 'user'
  userId: UserId
  accountId: AccountId
  role: 'owner' | 'member'
  isOperator: boolean
  sessionId: SessionId
}

/** Jobs and sweeps. Never made from a request. */
export interface SystemActor {
  kind: 'system'
}

export const anonymous: AnonymousActor = { kind: 'anonymous' }
export const system: SystemActor = { kind: 'system' }
