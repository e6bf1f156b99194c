import type { NextRequest } from 'next/server'
import { AppError, errorStatus } from '@/server/core/errors'
import { ExportAuditInput, exportAudit } from '@/server/domain/audit'
import { requestCtx } from './request-ctx'

const types = { ndjson: 'application/x-ndjson', csv: 'text/csv' } as const

/** The record as a file, written out as it is read: it may be longer than our memory. */
export async function answerAuditExport(request: NextRequest): Promise<Response> {
  const input = ExportAuditInput.safeParse(Object.fromEntries(request.nextUrl.searchParams))
  if (!input.success) return new Response('This is not a form the record has.', { status: 400 })
  const ctx = await requestCtx(request)
  try {
    const lines = await exportAudit(ctx, input.data)
    return new Response(streamOf(lines), {
      headers: {
        'content-type': `${types[input.data.format]}; charset=utf-8`,
        'content-disposition': `attachment; filename="audit.${input.data.format}"`,
        'cache-control': 'no-store',
      },
    })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return new Response(error.message, { status: errorStatus[error.code] })
  }
}

/** Reads on only when the browser has taken what there is. */
function streamOf(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const next = await lines.next()
      if (next.done === true) controller.close()
      else controller.enqueue(encoder.encode(next.value))
    },
    async cancel() {
      await lines.return(undefined)
    },
  })
}
