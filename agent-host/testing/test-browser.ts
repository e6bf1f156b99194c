import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import { socketProtocol, ticketProtocolPrefix } from '../protocol/ticket'

export interface Frame {
  type: string
  id?: string
  event?: string
  ok?: boolean
  error?: { code: string; message: string; retryable?: boolean }
  payload?: Record<string, unknown>
}

/** What a page would do with its socket, frame by frame. */
export class TestBrowser {
  readonly #socket: WebSocket
  readonly frames: Frame[] = []
  #wire: Duplex | undefined
  /** Status and body of a refusal before the upgrade. */
  refusal: { status: number; body: string } | undefined
  closed: { code: number; reason: string } | undefined

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (raw: Buffer) => {
      this.frames.push(JSON.parse(raw.toString('utf8')) as Frame)
      socket.emit('test:change')
    })
    socket.on('upgrade', (response) => {
      this.#wire = response.socket
      // Told about by the close that follows.
      response.socket.on('error', () => undefined)
    })
    socket.on('close', (code: number, reason: Buffer) => {
      this.closed = { code, reason: reason.toString('utf8') }
      socket.emit('test:change')
    })
    socket.on('error', () => socket.emit('test:change'))
    socket.on('unexpected-response', (_request, response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        this.refusal = {
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
        }
        socket.emit('test:change')
      })
    })
  }

  static async open(about: { url: string; token: string; origin: string }): Promise<TestBrowser> {
    const socket = new WebSocket(
      about.url,
      [socketProtocol, `${ticketProtocolPrefix}${about.token}`],
      { origin: about.origin },
    )
    const browser = new TestBrowser(socket)
    const opened = new Promise<void>((resolve) => socket.once('open', () => resolve()))
    await Promise.race([opened, browser.until(() => browser.refusal !== undefined)])
    return browser
  }

  request(id: string, method: string, params: Record<string, unknown>): void {
    this.#socket.send(JSON.stringify({ type: 'req', id, method, params }))
  }

  sendRaw(data: string | Buffer): void {
    this.#socket.send(data)
  }

  /** Puts bytes on the wire as they are, whether they are frames or not. */
  sendBytes(bytes: Buffer): void {
    this.#wire?.write(bytes)
  }

  /** Reads nothing more until `read`. */
  stopReading(): void {
    this.#socket.pause()
  }

  read(): void {
    this.#socket.resume()
  }

  /** Bytes that were sent and that nobody has taken yet. */
  get untaken(): number {
    return this.#socket.bufferedAmount
  }

  leave(): void {
    this.#socket.terminate()
  }

  /** Waits for a visible fact; the runner's time limit ends a wait that never comes true. */
  async until(fact: () => boolean): Promise<void> {
    while (!fact()) await once(this.#socket, 'test:change')
  }

  async frame(match: (frame: Frame) => boolean): Promise<Frame> {
    await this.until(() => this.frames.some(match))
    const found = this.frames.find(match)
    if (found === undefined) throw new Error('unreachable')
    return found
  }

  states(): unknown[] {
    return this.frames
      .filter((frame) => frame.event === 'rockpool.hello' || frame.event === 'rockpool.state')
      .map((frame) => frame.payload?.['state'])
  }

  text(): string {
    return this.frames
      .filter((frame) => frame.event === 'chat')
      .map((frame) => {
        const delta = frame.payload?.['deltaText']
        return typeof delta === 'string' ? delta : ''
      })
      .join('')
  }
}
