import { once } from 'node:events'
import { WebSocket } from 'ws'

/** One connection to a gateway, through whatever stands in between. */
export class Visitor {
  readonly #socket: WebSocket
  #questions = 0

  constructor(socket: WebSocket) {
    this.#socket = socket
  }

  /** Milliseconds from a question of 512 bytes to its answer. */
  async ping(): Promise<number> {
    this.#questions += 1
    const id = `q${String(this.#questions)}`
    const question = {
      type: 'req',
      id,
      method: 'chat.history',
      // What a product would send, filled up to 512 bytes by the length of the key.
      params: { sessionKey: `agent:main:${'k'.repeat(170)}`, limit: 100, maxChars: 100_000 },
    }
    const text = JSON.stringify(question)
    const answered = this.#until((frame) => frame.includes(`"id":"${id}"`))
    const from = performance.now()
    this.#socket.send(text)
    await answered
    return performance.now() - from
  }

  /** Milliseconds until `count` events of a stream have come. */
  async stream(count: number): Promise<number> {
    let seen = 0
    const over = this.#until((frame) => {
      if (frame.includes('"state":"delta"')) seen += 1
      return seen === count
    })
    this.#questions += 1
    const params = {
      sessionKey: 'agent:main:main',
      message: `stream ${String(count)}`,
      idempotencyKey: `stream-${String(this.#questions)}`,
    }
    const from = performance.now()
    this.#socket.send(
      JSON.stringify({
        type: 'req',
        id: `s${String(this.#questions)}`,
        method: 'chat.send',
        params,
      }),
    )
    await over
    return performance.now() - from
  }

  leave(): void {
    this.#socket.terminate()
  }

  #until(isIt: (frame: string) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const hear = (raw: Buffer) => {
        if (!isIt(raw.toString('latin1'))) return
        this.#socket.off('message', hear)
        this.#socket.off('close', lost)
        resolve()
      }
      const lost = (code: number, reason: Buffer) =>
        reject(new Error(`the connection closed: ${String(code)} ${reason.toString('utf8')}`))
      this.#socket.on('message', hear)
      this.#socket.once('close', lost)
    })
  }
}

/** A connection that introduces itself to the gateway, as the host does for its browsers. */
export async function introduced(url: string, token: string): Promise<Visitor> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  const challenge = once(socket, 'message')
  await once(socket, 'open')
  await challenge
  const welcome = once(socket, 'message')
  const params = { auth: { token } }
  socket.send(JSON.stringify({ type: 'req', id: 'hello', method: 'connect', params }))
  await welcome
  return new Visitor(socket)
}

/** A browser with its ticket: the host introduces it. */
export async function admitted(url: string, protocols: string[], origin: string): Promise<Visitor> {
  const socket = new WebSocket(url, protocols, { perMessageDeflate: false, origin })
  const hello = once(socket, 'message')
  await once(socket, 'open')
  await hello
  return new Visitor(socket)
}
