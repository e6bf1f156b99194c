import type { UserActor } from '@/server/core/actor'
import { AppError } from '@/server/core/errors'
import type { Ctx } from './ctx'

/** A request of somebody who runs this installation. */
export type OperatorCtx = Ctx & { actor: UserActor }

/** First line of every use-case that is for operators alone. */
export function requireOperator(ctx: Ctx): asserts ctx is OperatorCtx {
  if (ctx.actor.kind === 'user' && ctx.actor.isOperator) return
  throw new AppError('forbidden', { public: 'This is for whoever runs this site.' })
}
