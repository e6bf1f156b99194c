import type { NextRequest } from 'next/server'
import { AppError, errorStatus } from '@/server/core/errors'
import { admitTakeout, collectTakeout, zipOf } from '@/server/domain/takeout'
import { requestCtx } from './request-ctx'

const plain = (status: number, sentence: string): Response =>
  new Response(sentence, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })

/** The archive, as it is written. What is refused is refused before the first byte. */
export async function answerTakeout(request: NextRequest): Promise<Response> {
  // Another site could make a browser fetch this, though never read it: it would still cost the agent work.
  if (request.headers.get('sec-fetch-site') === 'cross-site') {
    return plain(403, 'This request did not come from a page of this site.')
  }
  const ctx = await requestCtx(request)
  const { actor } = ctx
  if (actor.kind !== 'user') return plain(401, 'Please sign in.')
  const signedIn = { ...ctx, actor }
  try {
    await admitTakeout(signedIn)
  } catch (error) {
    if (error instanceof AppError) return plain(errorStatus[error.code], error.message)
    throw error
  }
  const day = ctx.clock.now().toISOString().slice(0, 10)
  return new Response(zipOf(collectTakeout(signedIn)), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="rockpool-${day}.zip"`,
      'cache-control': 'no-store',
    },
  })
}
