import type { Duplex } from 'node:stream'

const phrases: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
}

/** Says no before the upgrade, in plain HTTP, and ends the socket. */
export function refuseUpgrade(socket: Duplex, status: number, sentence: string): void {
  const body = `${sentence}\n`
  socket.end(
    [
      `HTTP/1.1 ${status} ${phrases[status] ?? 'Refused'}`,
      'Connection: close',
      'Content-Type: text/plain; charset=utf-8',
      'Cache-Control: no-store',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  )
  socket.destroySoon?.()
}

declare module 'node:stream' {
  interface Duplex {
    /** Present on net.Socket: ends after what was written has left. */
    destroySoon?(): void
  }
}
