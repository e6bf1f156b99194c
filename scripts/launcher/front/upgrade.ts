import { request as httpRequest, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { headersForUpstream } from './headers'

export interface Upstream {
  host: string
  port: number
}

// A program on the same machine answers a handshake in milliseconds; 10 s covers a restart's worst moment.
const handshakeMs = 10_000

/** Refuses before the protocol changes: a plain answer that every program understands, then the end. */
export function refuseUpgrade(socket: Duplex, status: string, sentence: string): void {
  if (socket.destroyed) return
  const body = `${sentence}\n`
  socket.end(
    [
      `HTTP/1.1 ${status}`,
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}

function answerHead(answer: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}`]
  for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2) {
    lines.push(`${answer.rawHeaders[index] ?? ''}: ${answer.rawHeaders[index + 1] ?? ''}`)
  }
  return `${lines.join('\r\n')}\r\n\r\n`
}

function join(visitor: Duplex, behind: Duplex): void {
  // pipe() keeps back-pressure; an end on one side travels to the other, a loss ends both.
  visitor.pipe(behind)
  behind.pipe(visitor)
  visitor.on('close', () => behind.destroy())
  behind.on('close', () => visitor.destroy())
}

/** Carries one upgrade to the program behind, with whatever the visitor sent early. */
export function passUpgrade(
  visitor: { request: IncomingMessage; socket: Duplex; head: Buffer },
  upstream: Upstream,
): void {
  const { request, socket, head } = visitor
  const outgoing = httpRequest({
    ...upstream,
    method: 'GET',
    path: request.url ?? '/',
    headers: {
      ...headersForUpstream(request),
      connection: 'Upgrade',
      upgrade: request.headers.upgrade ?? 'websocket',
    },
    // Never a pooled connection: it belongs to this socket until both end.
    agent: false,
  })
  const timer = setTimeout(() => {
    refuseUpgrade(socket, '504 Gateway Timeout', 'The agent host did not answer in time.')
    outgoing.destroy()
  }, handshakeMs)
  const settle = () => clearTimeout(timer)

  socket.on('close', () => {
    settle()
    outgoing.destroy()
  })
  outgoing.on('error', () => {
    settle()
    refuseUpgrade(socket, '503 Service Unavailable', 'The agent host is starting. Try again soon.')
  })
  outgoing.on('upgrade', (answer, behind, early) => {
    settle()
    behind.on('error', () => socket.destroy())
    if (socket.destroyed) {
      behind.destroy()
      return
    }
    socket.write(answerHead(answer))
    if (early.length > 0) socket.write(early)
    if (head.length > 0) behind.write(head)
    join(socket, behind)
  })
  // A refusal is an ordinary answer: status, reason and body reach the visitor as they are.
  outgoing.on('response', (answer) => {
    settle()
    const sentences: Buffer[] = []
    answer.on('data', (chunk: Buffer) => sentences.push(chunk))
    answer.on('error', () => socket.destroy())
    answer.on('end', () => {
      const status = `${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}`
      refuseUpgrade(socket, status, Buffer.concat(sentences).toString('utf8').trim())
    })
  })
  outgoing.end()
}
