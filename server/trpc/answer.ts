import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import type { NextRequest } from 'next/server'
import { requestCtx } from '@/server/auth/request-ctx'
import { publicErrorOf } from './errors'
import { appRouter } from './root'

export function answerTrpc(request: NextRequest): Promise<Response> {
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: () => requestCtx(request),
    onError({ error, path, ctx }) {
      // Expected refusals are not alerts; the rest keeps its cause here and nowhere else.
      if (publicErrorOf(error.cause ?? error).code !== 'bug') return
      ctx?.log.error({ err: error, path }, 'a procedure failed')
    },
  })
}
