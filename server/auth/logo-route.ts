import type { NextRequest } from 'next/server'
import { AppError, errorStatus } from '@/server/core/errors'
import { readLogo } from '@/server/domain/look'
import { requestCtx } from './request-ctx'

/**
 * The operator's logo. Its address carries the hash of its bytes, so a browser may keep it for ever. A file
 * that somebody opens on its own is a picture and nothing else: no sniffing, no scripts, no frame.
 */
export async function answerLogo(request: NextRequest, file: string): Promise<Response> {
  const ctx = await requestCtx(request)
  try {
    const { type, bytes } = await readLogo(ctx, file.replace(/\.\w+$/, ''))
    return new Response(bytes, {
      headers: {
        'content-type': type,
        'content-length': String(bytes.length),
        'content-disposition': 'inline',
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'public, max-age=31536000, immutable',
      },
    })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return new Response(error.message, {
      status: errorStatus[error.code],
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
    })
  }
}
