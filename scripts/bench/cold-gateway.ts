import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { systemClock } from '../../agent-host/core/clock'
import { ChatRequest } from '../../agent-host/models/chat-request'
import { answerAsDemo } from '../../agent-host/models/demo/demo-model'
import { CallCount } from '../../agent-host/models/usage/call-count'
import { freePort } from './free-port'

export interface Timing {
  helloMs: number
  firstTokenMs: number
}

/** The demo model on a port of its own, for gateways that Rockpool does not run. */
export async function serveDemoModel(): Promise<{ baseUrl: string; close: () => void }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const call = ChatRequest.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')))
      const count = new CallCount({ askedCharacters: 0, isStream: call.stream === true })
      void answerAsDemo(response, call, { clock: systemClock, count })
    })
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { baseUrl: `http://127.0.0.1:${port}/v1`, close }
}

interface ColdStart {
  image: string
  modelUrl: string
  cacheDir: string
  /** Called after the first token, with the gateway's process. */
  look?: (pid: number) => Promise<void>
}

/**
 * A stock gateway as its own documentation starts it: from the command to the first token of the first
 * message. Its compile cache is kept between rounds in `cacheDir`, which favours it.
 */
export async function coldStart({ image, modelUrl, cacheDir, look }: ColdStart): Promise<Timing> {
  const home = await mkdtemp(join(tmpdir(), 'rockpool-cold-'))
  const port = await freePort()
  const state = join(home, 'state')
  await mkdir(state)
  await writeFile(join(state, 'openclaw.json'), JSON.stringify(stockConfig(port, modelUrl, home)))
  const startedAt = performance.now()
  const child = spawn(
    join(image, 'node_modules/.bin/node'),
    [join(image, 'node_modules/openclaw/openclaw.mjs'), 'gateway', 'run', '--port', String(port)],
    {
      env: {
        NODE_ENV: 'production',
        PATH: process.env['PATH'],
        HOME: home,
        TMPDIR: cacheDir,
        OPENCLAW_STATE_DIR: state,
        OPENCLAW_CONFIG_PATH: join(state, 'openclaw.json'),
        OPENCLAW_DISABLE_BONJOUR: '1',
        OPENCLAW_NO_RESPAWN: '1',
      },
      stdio: 'ignore',
    },
  )
  const ended = once(child, 'exit')
  try {
    const socket = await connect(port, startedAt)
    const helloMs = performance.now() - startedAt
    const firstTokenMs = await firstToken(socket, startedAt)
    await look?.(child.pid ?? 0)
    socket.terminate()
    return { helloMs, firstTokenMs }
  } finally {
    child.kill('SIGKILL')
    await ended
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

const token = 'a-token-for-one-cold-start'

const stockConfig = (port: number, modelUrl: string, home: string) => ({
  gateway: { mode: 'local', bind: 'loopback', port, auth: { mode: 'token', token } },
  logging: { file: join(home, 'gateway.log') },
  models: {
    mode: 'replace',
    providers: {
      demo: {
        baseUrl: modelUrl,
        apiKey: 'none',
        api: 'openai-completions',
        models: [
          {
            id: 'demo',
            name: 'Demo',
            contextWindow: 128_000,
            maxTokens: 8_192,
            input: ['text'],
            reasoning: false,
            cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
          },
        ],
      },
    },
  },
  agents: {
    defaults: {
      model: { primary: 'demo/demo' },
      workspace: join(home, 'workspace'),
      heartbeat: { every: '0m' },
    },
  },
})

/** Tries every 50 ms until hello-ok: finer than any client would, so that the peer loses nothing by it. */
async function connect(port: number, startedAt: number): Promise<WebSocket> {
  while (performance.now() - startedAt < 180_000) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`)
    const isReady = await new Promise<boolean>((resolve) => {
      socket.on('error', () => resolve(false))
      socket.on('close', () => resolve(false))
      socket.on('message', (raw: Buffer) => {
        const frame = raw.toString('utf8')
        // By its beginning: hello-ok lists all names of events, this one among them.
        if (frame.startsWith('{"type":"event","event":"connect.challenge"')) socket.send(hello())
        else if (frame.startsWith('{"type":"res","id":"hello"'))
          resolve(frame.includes('"ok":true'))
      })
    })
    if (isReady) {
      socket.removeAllListeners('message')
      return socket
    }
    socket.terminate()
    await delay(50)
  }
  throw new Error('the cold gateway never said hello')
}

const hello = () =>
  JSON.stringify({
    type: 'req',
    id: 'hello',
    method: 'connect',
    params: {
      minProtocol: 4,
      maxProtocol: 4,
      client: { id: 'gateway-client', version: '1.0.0', platform: 'linux', mode: 'backend' },
      role: 'operator',
      scopes: ['operator.admin', 'operator.read', 'operator.write'],
      caps: ['tool-events'],
      auth: { token },
    },
  })

/** Sends the first message and waits for the first piece of text of its answer. */
export async function firstToken(socket: WebSocket, startedAt: number): Promise<number> {
  const arrived = new Promise<number>((resolve, reject) => {
    socket.on('close', () => reject(new Error('the socket closed before the first token')))
    socket.on('message', (raw: Buffer) => {
      const frame = raw.toString('utf8')
      if (frame.includes('"state":"delta"')) resolve(performance.now() - startedAt)
      if (frame.includes('"state":"error"')) reject(new Error(frame.slice(0, 300)))
    })
  })
  socket.send(
    JSON.stringify({
      type: 'req',
      id: 'first',
      method: 'chat.send',
      params: { sessionKey: 'main', message: 'hello', idempotencyKey: crypto.randomUUID() },
    }),
  )
  return arrived
}
