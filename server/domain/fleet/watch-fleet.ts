import { resolveActor } from '@/server/domain/accounts'
import type { Ctx } from '@/server/domain/ctx'
import { requireOperator } from '@/server/domain/require-operator'
import { type Fleet, readFleet } from './read-fleet'

/** The fleet now and after every change of it, for as long as the operator is one and stays signed in. */
export async function* watchFleet(ctx: Ctx, signal: AbortSignal): AsyncGenerator<Fleet> {
  requireOperator(ctx)
  const { sessionId } = ctx.actor
  for await (const _ of ctx.changes.follow('fleet', signal)) {
    // The stream outlives the request's own look at the session, which may have been ended since.
    yield await readFleet({ ...ctx, actor: await resolveActor(ctx, sessionId) })
  }
}
