import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { agentSocketPath } from '../../../agent-host/protocol/socket'
import { systemCode } from '../start-problem'
import { answerPlainly, passPage } from './page'
import { passUpgrade, refuseUpgrade, type Upstream } from './upgrade'

export interface FrontOptions {
  web: Upstream
  agentHost: Upstream
  /** In development Next reloads pages over sockets of its own. */
  passOtherUpgradesToWeb?: boolean
}

export interface Front {
  /** Resolves with the port once visitors are admitted. */
  listen(port: number, host: string): Promise<number>
  /** No new connection and no further request on an old one. Open answers and sockets go on. */
  stopAdmitting(): void
  /** Waits for open answers and sockets until the deadline, then cuts whatever is left. Repeatable. */
  stop(deadlineMs: number): Promise<void>
}

function limitTime(server: Server): void {
  // A visitor who sends one byte a second may not hold a connection open.
  server.headersTimeout = 15_000
  server.requestTimeout = 60_000
  // Above the 60 s after which common load balancers reuse an idle connection.
  server.keepAliveTimeout = 65_000
  server.maxRequestsPerSocket = 10_000
}

function answerBrokenRequest(error: Error, socket: Duplex): void {
  if (socket.destroyed || systemCode(error) === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const statuses: Record<string, number> = {
    HPE_HEADER_OVERFLOW: 431,
    ERR_HTTP_REQUEST_TIMEOUT: 408,
  }
  const status = statuses[systemCode(error) ?? ''] ?? 400
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\n\r\n`)
}

/**
 * The one public door: pages go to Next, the agent's socket goes to agent-host, everything else
 * that wants another protocol is refused. It holds no state and takes no decision about who may
 * do what; both programs behind it check for themselves.
 */
export function createFront(options: FrontOptions): Front {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 })
  const upgraded = new Set<Duplex>()
  let isAdmitting = true

  const server = createServer((request, response) => {
    if (!isAdmitting) {
      answerPlainly(response, 503, 'Rockpool is stopping. Try again in a moment.')
      return
    }
    response.on('close', () => {
      // Its connection would otherwise stay open for the next request, and hold the stop up.
      if (!isAdmitting) setImmediate(() => server.closeIdleConnections())
    })
    passPage({ request, response }, { ...options.web, agent })
  })
  limitTime(server)
  server.on('clientError', answerBrokenRequest)

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // First of all: a lost visitor must not end the program.
    socket.on('error', () => socket.destroy())
    upgraded.add(socket)
    socket.on('close', () => upgraded.delete(socket))
    if (!isAdmitting) {
      refuseUpgrade(socket, '503 Service Unavailable', 'Rockpool is stopping.')
    } else if (
      request.url === agentSocketPath &&
      request.headers.upgrade?.toLowerCase() === 'websocket'
    ) {
      passUpgrade({ request, socket, head }, options.agentHost)
    } else if (options.passOtherUpgradesToWeb === true) {
      passUpgrade({ request, socket, head }, options.web)
    } else {
      refuseUpgrade(socket, '404 Not Found', 'There is no socket at this address.')
    }
  })

  let closed: Promise<unknown> = Promise.resolve()
  const stopAdmitting = () => {
    if (!isAdmitting) return
    isAdmitting = false
    if (!server.listening) return
    closed = once(server, 'close')
    server.close()
  }

  return {
    async listen(port, host) {
      server.listen({ port, host })
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    },
    stopAdmitting,
    async stop(deadlineMs) {
      stopAdmitting()
      const timer = setTimeout(() => {
        server.closeAllConnections()
        for (const socket of upgraded) socket.destroy()
      }, deadlineMs)
      await closed
      clearTimeout(timer)
      agent.destroy()
    },
  }
}
