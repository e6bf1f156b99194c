import { once } from 'node:events'
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
} from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { findFreePort } from '../ports'
import { createFront, type Front } from './front'

const host = '127.0.0.1'

async function serve(listener: RequestListener) {
  const server = createServer(listener)
  server.listen(0, host)
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { server, port: (server.address() as AddressInfo).port }
}

interface World {
  front: Front
  port: number
  webPort: number
}

async function open(
  options: { web?: RequestListener; agentHostPort?: number; dev?: boolean } = {},
): Promise<World> {
  const web = await serve(options.web ?? ((_, response) => response.end('page')))
  const front = createFront({
    web: { host, port: web.port },
    agentHost: { host, port: options.agentHostPort ?? (await findFreePort()) },
    passOtherUpgradesToWeb: options.dev ?? false,
  })
  const port = await front.listen(0, host)
  onTestFinished(() => front.stop(0))
  return { front, port, webPort: web.port }
}

async function openAgentHost(options: ConstructorParameters<typeof WebSocketServer>[0] = {}) {
  const sockets = new WebSocketServer({ port: 0, host, ...options })
  await once(sockets, 'listening')
  onTestFinished(() => {
    for (const each of sockets.clients) each.terminate()
    sockets.close()
  })
  return { sockets, port: (sockets.address() as AddressInfo).port }
}

/** Sends bytes as they are and reads until the other side ends. */
async function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, host)
  socket.write(bytes)
  return text(socket)
}

const seen = async (port: number, headers: Record<string, string | string[]>) => {
  const outgoing = httpRequest({ host, port, path: '/x?y=1', headers })
  outgoing.end()
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  return JSON.parse(await text(answer)) as Record<string, string>
}

const echoHeaders: RequestListener = (request, response) =>
  response.end(JSON.stringify({ ...request.headers, url: request.url }))

test('a visitor cannot say who they are: forwarded headers are replaced', async () => {
  const { port } = await open({ web: echoHeaders })
  const headers = await seen(port, {
    host: 'pool.example',
    'x-forwarded-for': '6.6.6.6',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'evil.example',
    forwarded: 'for=6.6.6.6',
    'x-real-ip': '6.6.6.6',
    'x-middleware-subrequest': 'proxy',
  })
  expect(headers).toMatchObject({
    host: 'pool.example',
    url: '/x?y=1',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': 'pool.example',
    'x-forwarded-proto': 'http',
  })
  expect(Object.keys(headers)).not.toContain('forwarded')
  expect(Object.keys(headers)).not.toContain('x-real-ip')
  expect(Object.keys(headers)).not.toContain('x-middleware-subrequest')
})

test('what a program on this server claims about a visitor travels on under names of our own', async () => {
  const { port } = await open({ web: echoHeaders })
  const headers = await seen(port, {
    'x-forwarded-for': '6.6.6.6, 203.0.113.9',
    'x-forwarded-host': 'agents.example',
  })
  // The last entry is the nearest proxy's own; whatever stands before it was the visitor's to write.
  expect(headers).toMatchObject({
    'x-forwarded-for': '127.0.0.1',
    'x-rockpool-claimed-for': '203.0.113.9',
    'x-rockpool-claimed-host': 'agents.example',
  })
})

test('a visitor cannot write those names, and a claim that is no address is dropped', async () => {
  const { port } = await open({ web: echoHeaders })
  const headers = await seen(port, {
    'x-rockpool-claimed-for': '6.6.6.6',
    'x-rockpool-claimed-host': 'evil.example',
    'x-rockpool-path': '/operator',
    'x-forwarded-for': 'kim',
  })
  expect(Object.keys(headers).filter((name) => name.startsWith('x-rockpool-'))).toEqual([])
})

test('headers of one connection do not travel on, nor those it names', async () => {
  const { port } = await open({ web: echoHeaders })
  const headers = await seen(port, {
    connection: 'close, x-secret',
    'x-secret': '1',
    te: 'trailers',
  })
  expect(Object.keys(headers)).not.toContain('x-secret')
  expect(Object.keys(headers)).not.toContain('te')
})

test('two cookies of one answer stay two', async () => {
  const { port } = await open({
    web: (_, response) => {
      response.setHeader('set-cookie', ['a=1', 'b=2'])
      response.end()
    },
  })
  const answer = await fetch(`http://${host}:${port}/`)
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
})

test('a body arrives whole, with and without a stated length', async () => {
  const { port } = await open({
    web: (request, response) => void text(request).then((body) => response.end(`got ${body}`)),
  })
  const chunked = new Blob(['tide ', 'pool']).stream()
  const streamed = await fetch(`http://${host}:${port}/`, {
    method: 'POST',
    body: chunked,
    duplex: 'half',
  } as RequestInit)
  expect(await streamed.text()).toBe('got tide pool')
  const stated = await fetch(`http://${host}:${port}/`, { method: 'POST', body: 'tide' })
  expect(await stated.text()).toBe('got tide')
})

test('bytes in the body of a GET are never read as a second request', async () => {
  const urls: string[] = []
  const { port } = await open({
    web: (request, response) => {
      urls.push(request.url ?? '')
      request.resume()
      request.on('end', () => response.end('once'))
    },
  })
  const smuggled = 'GET /admin HTTP/1.1\r\nHost: x\r\n\r\n'
  const answer = await raw(
    port,
    `GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`,
  )
  expect(answer).toContain('200 OK')
  expect(urls).toEqual(['/'])
})

test('a body that is too large is refused by its stated length and by its real one', async () => {
  const { port } = await open({ web: (request) => void request.resume() })
  const stated = await raw(
    port,
    'POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 99999999\r\n\r\n',
  )
  expect(stated).toMatch(/^HTTP\/1.1 413 /)
  const real = await fetch(`http://${host}:${port}/`, {
    method: 'POST',
    body: new Blob([new Uint8Array(17 * 1024 * 1024)]).stream(),
    duplex: 'half',
  } as RequestInit)
  expect(real.status).toBe(413)
})

test('an answer streams: the first part arrives while the page still writes', async () => {
  let finish = () => {}
  const { port } = await open({
    web: (_, response) => {
      response.write('first')
      finish = () => response.end('last')
    },
  })
  const answer = await fetch(`http://${host}:${port}/`)
  const reader = answer.body?.getReader()
  const first = await reader?.read()
  expect(new TextDecoder().decode(first?.value)).toBe('first')
  finish()
  const last = await reader?.read()
  expect(new TextDecoder().decode(last?.value)).toBe('last')
})

test('a visitor who leaves ends the work behind', async () => {
  const leaving = new AbortController()
  let resolve = (_: string) => {}
  const promise = new Promise<string>((settle) => {
    resolve = settle
  })
  const { port } = await open({
    web: (request, response) => {
      response.write('first')
      request.on('close', () => resolve('closed'))
      leaving.abort()
    },
  })
  await expect(fetch(`http://${host}:${port}/`, { signal: leaving.signal })).rejects.toThrow()
  expect(await promise).toBe('closed')
})

test('pages that are down are said to start, not shown as an error of ours', async () => {
  const front = createFront({
    web: { host, port: await findFreePort() },
    agentHost: { host, port: await findFreePort() },
  })
  onTestFinished(() => front.stop(0))
  const port = await front.listen(0, host)
  const answer = await fetch(`http://${host}:${port}/`)
  expect(answer.status).toBe(503)
  expect(answer.headers.get('retry-after')).toBe('3')
  expect(await answer.text()).toBe('Rockpool is starting. Try again in a few seconds.\n')
})

test('an answer that breaks off before it begins is a 502', async () => {
  const { port } = await open({ web: (request) => void request.socket.destroy() })
  expect((await fetch(`http://${host}:${port}/`)).status).toBe(502)
})

test('an answer that breaks off in the middle does not look complete', async () => {
  const { port } = await open({
    web: (_, response) => {
      response.write('half')
      setImmediate(() => response.destroy())
    },
  })
  const answer = await fetch(`http://${host}:${port}/`)
  await expect(answer.text()).rejects.toThrow()
})

test('the agent socket reaches the host with protocols, origin and address', async () => {
  const agentHost = await openAgentHost({ handleProtocols: () => 'rockpool.v1' })
  const { port } = await open({ agentHostPort: agentHost.port })
  const arrived = once(agentHost.sockets, 'connection') as Promise<[WebSocket, IncomingMessage]>
  const socket = new WebSocket(`ws://${host}:${port}/agent-socket`, ['rockpool.v1', 'ticket.abc'], {
    origin: 'http://pool.example',
    headers: { 'x-forwarded-for': '6.6.6.6' },
  })
  await once(socket, 'open')
  expect(socket.protocol).toBe('rockpool.v1')
  const [behind, request] = await arrived
  expect(request.headers).toMatchObject({
    origin: 'http://pool.example',
    'sec-websocket-protocol': 'rockpool.v1,ticket.abc',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': `${host}:${port}`,
  })
  behind.on('message', (message: Buffer) => behind.send(`echo ${message.toString()}`))
  socket.send('tide')
  const [answer] = (await once(socket, 'message')) as [Buffer]
  expect(answer.toString()).toBe('echo tide')
  behind.close(4001, 'revoked')
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer]
  expect([code, reason.toString()]).toEqual([4001, 'revoked'])
})

test('a visitor who reads nothing holds the sender back, and loses nothing', async () => {
  const agentHost = await openAgentHost()
  const { port } = await open({ agentHostPort: agentHost.port })
  const arrived = once(agentHost.sockets, 'connection') as Promise<[WebSocket]>
  const socket = new WebSocket(`ws://${host}:${port}/agent-socket`)
  await once(socket, 'open')
  const [behind] = await arrived
  socket.pause()
  const messages = 400
  for (let sent = 0; sent < messages; sent++) behind.send(Buffer.alloc(64 * 1024))
  // 25 MB were written and nobody reads: what the kernel's buffers cannot hold waits at the sender.
  await new Promise((resolve) => setImmediate(resolve))
  expect(behind.bufferedAmount).toBeGreaterThan(10 * 1024 * 1024)
  let received = 0
  const all = new Promise<void>((resolve) => {
    socket.on('message', () => {
      received++
      if (received === messages) resolve()
    })
  })
  socket.resume()
  await all
  expect(received).toBe(messages)
})

test.each(['/', '/agent-socket/', '/agent-socket?x=1', '/_next/hmr', '//agent-socket'])(
  'an upgrade of %s is refused with a plain answer',
  async (path) => {
    const agentHost = await openAgentHost()
    const { port } = await open({ agentHostPort: agentHost.port })
    const answer = await raw(
      port,
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1.1 404 Not Found\r\n/)
    expect(answer).toContain('There is no socket at this address.')
    expect(agentHost.sockets.clients.size).toBe(0)
  },
)

test('only a WebSocket is let through at the agent path', async () => {
  const agentHost = await openAgentHost()
  const { port } = await open({ agentHostPort: agentHost.port })
  const answer = await raw(
    port,
    'GET /agent-socket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
  )
  expect(answer).toMatch(/^HTTP\/1.1 404 /)
})

test('a refusal of the host reaches the visitor with its status and sentence', async () => {
  const refusing = await serve((_, response) => response.end())
  refusing.server.on('upgrade', (_, socket) => {
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 15\r\n\r\nticket was used')
  })
  const { port } = await open({ agentHostPort: refusing.port })
  const socket = new WebSocket(`ws://${host}:${port}/agent-socket`)
  const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]
  expect(answer.statusCode).toBe(403)
  expect((await text(answer)).trim()).toBe('ticket was used')
})

test('a host that is down is a 503 before the protocol changes', async () => {
  const { port } = await open()
  const socket = new WebSocket(`ws://${host}:${port}/agent-socket`)
  const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]
  expect(answer.statusCode).toBe(503)
})

test('in development other sockets go to Next', async () => {
  const next = await openAgentHost()
  const front = createFront({
    web: { host, port: next.port },
    agentHost: { host, port: await findFreePort() },
    passOtherUpgradesToWeb: true,
  })
  onTestFinished(() => front.stop(0))
  const port = await front.listen(0, host)
  const socket = new WebSocket(`ws://${host}:${port}/_next/hmr`)
  await once(socket, 'open')
  expect(next.sockets.clients.size).toBe(1)
})

test('a stop lets an open answer finish and admits nobody new', async () => {
  let finish = () => {}
  const { port, front } = await open({
    web: (_, response) => {
      response.write('first ')
      finish = () => response.end('last')
    },
  })
  const answer = await fetch(`http://${host}:${port}/`)
  front.stopAdmitting()
  await expect(fetch(`http://${host}:${port}/`)).rejects.toThrow()
  const stopped = front.stop(10_000)
  finish()
  expect(await answer.text()).toBe('first last')
  await stopped
})

test('a stop cuts what is open at its deadline, sockets too', async () => {
  const agentHost = await openAgentHost()
  const { port, front } = await open({
    agentHostPort: agentHost.port,
    web: (_, response) => void response.write('for ever'),
  })
  const socket = new WebSocket(`ws://${host}:${port}/agent-socket`)
  await once(socket, 'open')
  const answer = await fetch(`http://${host}:${port}/`)
  const closed = once(socket, 'close') as Promise<[number]>
  await front.stop(0)
  await expect(answer.text()).rejects.toThrow()
  expect((await closed)[0]).toBe(1006)
})
