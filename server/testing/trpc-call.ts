import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import superjson from 'superjson'
import { z } from 'zod'
import type { Ctx } from '@/server/domain/ctx'
import { appRouter } from '@/server/trpc/root'

interface Call {
  path: string
  type: 'query' | 'mutation' | 'subscription'
  input?: unknown
}

const Refusal = z.object({
  json: z.object({ data: z.object({ code: z.string(), httpStatus: z.number() }) }),
})
const Refused = z.object({ error: Refusal })

// A stream has begun before it is refused: its status is 200, and the refusal is its first event.
const refusedStream = /^event: serialized-error\ndata: (.+)$/m

/** One call as a browser makes it, through the router's own HTTP edge. `code` is null when it was let in. */
export async function answerOf(
  ctx: Ctx,
  { path, type, input }: Call,
): Promise<{ status: number; code: string | null; text: string }> {
  const url = new URL(`http://rockpool.test/api/trpc/${path}`)
  const body = JSON.stringify(superjson.serialize(input))
  const init: RequestInit =
    type === 'mutation'
      ? { method: 'POST', headers: { 'content-type': 'application/json' }, body }
      : { method: 'GET', headers: { accept: type === 'query' ? '*/*' : 'text/event-stream' } }
  if (type !== 'mutation' && input !== undefined) url.searchParams.set('input', body)
  const response = await fetchRequestHandler({
    endpoint: '/api/trpc',
    req: new Request(url, init),
    router: appRouter,
    createContext: () => ctx,
  })
  const text = await response.text()
  const event = refusedStream.exec(text)?.[1]
  if (response.ok && event === undefined) return { status: response.status, code: null, text }
  const { data } =
    event === undefined
      ? Refused.parse(JSON.parse(text)).error.json
      : Refusal.parse(JSON.parse(event)).json
  return { status: data.httpStatus, code: data.code, text }
}

/** Every procedure of the router by its path. At run time they are one flat table; the types say a tree. */
export function procedureTypes(): Map<string, Call['type']> {
  const table = appRouter._def.procedures as unknown as Record<
    string,
    { _def: { type: Call['type'] } }
  >
  return new Map(Object.entries(table).map(([path, { _def }]) => [path, _def.type]))
}

/** Whether a procedure's input names an agent. */
export function takesAgent(path: string): boolean {
  const table = appRouter._def.procedures as unknown as Record<
    string,
    { _def: { inputs: { shape?: object }[] } }
  >
  return (table[path]?._def.inputs ?? []).some(({ shape = {} }) => 'agentId' in shape)
}
