import { initTRPC } from '@trpc/server'
import superjson from 'superjson'
import type { UserActor } from '@/server/core/actor'
import { AppError } from '@/server/core/errors'
import type { Ctx } from '@/server/domain/ctx'
import { requireOperator } from '@/server/domain/require-operator'
import { shapeError, translateErrors } from './errors'

const t = initTRPC.context<Ctx>().create({
  transformer: superjson,
  errorFormatter: shapeError,
  sse: {
    // A stream is cut every 10 minutes and opened anew by the browser, as a new request with its own look
    // at the session. The pings keep proxies from calling it dead.
    maxDurationMs: 10 * 60_000,
    ping: { enabled: true, intervalMs: 15_000 },
    client: { reconnectAfterInactivityMs: 40_000 },
  },
})

export const router = t.router
export const createCallerFactory = t.createCallerFactory

const translated = t.procedure.use(({ next }) => translateErrors(next))

// A page of another site can make the browser post here with our cookie, but not with our Origin.
const sameOrigin = t.middleware(({ ctx, next, type }) => {
  if (type === 'mutation' && ctx.caller.origin === null) {
    throw new AppError('forbidden', {
      public: 'This request did not come from a page of this site.',
    })
  }
  return next()
})

export interface SignedInCtx extends Ctx {
  actor: UserActor
}

/** Anybody, signed in or not. */
export const openToAll = translated.use(sameOrigin)

/** Only a person with a living session; their account is `ctx.actor.accountId`. */
export const signedIn = openToAll.use(({ ctx, next }) => {
  const { actor } = ctx
  if (actor.kind !== 'user') {
    throw new AppError('unauthenticated', { public: 'Please sign in.' })
  }
  return next({ ctx: { ...ctx, actor } })
})

/** Only somebody who runs this installation. Each use-case looks again for itself. */
export const operatorOnly = signedIn.use(({ ctx, next }) => {
  requireOperator(ctx)
  return next({ ctx })
})
