import {
  type Agent,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { systemCode } from '../start-problem'
import { headersForUpstream, headersForVisitor } from './headers'
import type { Upstream } from './upgrade'

/** Attachments travel on the agent's socket; no form or call of the pages comes near this. */
const maxBodyBytes = 16 * 1024 * 1024
// Until the first byte of an answer. The slowest page asks a provider whether its key works (30 s).
const answerMs = 60_000
// A streamed answer that says nothing for this long has lost its other end.
const idleMs = 300_000

export function answerPlainly(response: ServerResponse, status: number, sentence: string): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'close',
    ...(status === 503 ? { 'retry-after': '3' } : {}),
  })
  response.end(`${sentence}\n`)
}

/** Carries one request to the pages and its answer back, both as streams. */
export function passPage(
  visitor: { request: IncomingMessage; response: ServerResponse },
  upstream: Upstream & { agent: Agent },
): void {
  const { request, response } = visitor
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) {
    answerPlainly(response, 413, 'That is more than this page accepts.')
    return
  }
  const outgoing = httpRequest({
    ...upstream,
    method: request.method,
    path: request.url,
    headers: headersForUpstream(request),
  })

  let refusal: [number, string] | undefined
  const refuse = (status: number, sentence: string) => {
    refusal = [status, sentence]
    outgoing.destroy(new Error(sentence))
  }
  outgoing.setTimeout(answerMs, () => refuse(504, 'The page took too long to answer.'))

  let bytes = 0
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > maxBodyBytes) refuse(413, 'That is more than this page accepts.')
  })
  request.on('error', () => outgoing.destroy())
  response.on('close', () => outgoing.destroy())
  outgoing.on('error', (error) => {
    const isDown = systemCode(error) === 'ECONNREFUSED'
    const [status, sentence] =
      refusal ??
      (isDown
        ? [503, 'Rockpool is starting. Try again in a few seconds.']
        : [502, 'The page broke off before it was complete. Try again.'])
    answerPlainly(response, status, sentence)
  })
  outgoing.on('response', (answer) => {
    outgoing.setTimeout(idleMs, () => outgoing.destroy())
    answer.on('error', () => response.destroy())
    answer.on('close', () => {
      if (!answer.complete) response.destroy()
    })
    response.writeHead(answer.statusCode ?? 502, headersForVisitor(answer))
    answer.pipe(response)
  })
  request.pipe(outgoing)
}
