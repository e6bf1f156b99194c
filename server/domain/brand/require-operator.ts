import { AppError } from '@/server/core/errors'
import type { Ctx } from '@/server/domain/ctx'

export function requireOperator(ctx: Ctx): void {
  if (ctx.actor.kind === 'user' && ctx.actor.isOperator) return
  throw new AppError('forbidden', { public: 'Only the operator of this server may do that.' })
}
