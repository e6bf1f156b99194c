import { once } from 'node:events'
import { renameSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { hostFolder } from '../../box/layout'
import { codeOf } from '../../linux/gone'
import { clearDraft, gatewaySocketPath, removeGatewaySocket } from '../../shared/gateway-socket'
import { Channel, joinStreams } from '../guest/channel.mjs'

/** What the machine's side calls its model; see `environmentOf`. */
const modelService = `${hostFolder}/model.sock`
const gatewayService = 'gateway'
/** And a path below the agent's home; see `image/relay.mjs`. */
const homeService = 'home:'

/**
 * Joins the sockets of a machine's directory to the channel into it. The machine may open one service and no
 * other; what it says out of order ends all of its connections.
 */
export class Door {
  readonly #run: string
  readonly #server: Server
  /** Of the socket on which callers are let in. */
  readonly inode: number
  #line: Socket | undefined
  #channel: Channel | undefined

  private constructor(about: { run: string; server: Server; inode: number }) {
    this.#run = about.run
    this.#server = about.server
    this.inode = about.inode
    about.server.on('connection', (near: Socket) => {
      // Nobody can have connected before it was published.
      if (this.#channel === undefined) near.destroy()
      else joinStreams(near, this.#channel.open(gatewayService))
    })
    // Such as too many open files: this connection is lost, the next may be served.
    about.server.on('error', () => undefined)
  }

  /** Listens beside the path on which callers look, until `publish`. */
  static async open(run: string): Promise<Door> {
    const draft = await clearDraft(run)
    const server = createServer({ allowHalfOpen: true, noDelay: true })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(draft, () => {
        server.off('error', reject)
        resolve()
      })
    })
    const { ino: inode } = await stat(draft)
    return new Door({ run, server, inode })
  }

  /** Takes the socket on which QEMU carries the channel. */
  async lead(about: {
    path: string
    onBroken: (why: string) => void
    signal: AbortSignal
  }): Promise<void> {
    const line = connect(about.path)
    await once(line, 'connect', { signal: about.signal })
    line.on('error', () => undefined)
    const channel = new Channel({
      input: line,
      output: line,
      isHost: true,
      onOpen: (stream, service) => {
        if (service !== modelService) stream.destroy()
        else joinStreams(stream, connect({ path: this.#modelPath, allowHalfOpen: true }))
      },
      onBroken: (error) => about.onBroken(error.message),
    })
    line.on('close', () => channel.close())
    this.#line = line
    this.#channel = channel
  }

  /** How many connections there are into the machine and out of it. */
  get connections(): number {
    return this.#channel?.streams ?? 0
  }

  /** What the machine answers when it is asked for a file of its agent's home; undefined when it has none. */
  async readHome(
    path: string,
    { mostBytes, signal }: { mostBytes: number; signal: AbortSignal },
  ): Promise<Buffer | undefined> {
    const stream = this.#channel?.open(`${homeService}${path}`)
    if (stream === undefined) return undefined
    const stop = () => stream.destroy()
    signal.addEventListener('abort', stop, { once: true })
    try {
      const parts: Buffer[] = []
      let bytes = 0
      stream.end()
      for await (const part of stream as AsyncIterable<Buffer>) {
        parts.push(part)
        bytes += part.length
        if (bytes > mostBytes) return undefined
      }
      return Buffer.concat(parts)
    } catch (error) {
      // It broke off: there is no such file, or no machine any more.
      if (codeOf(error) === 'ERR_STREAM_PREMATURE_CLOSE') return undefined
      throw error
    } finally {
      signal.removeEventListener('abort', stop)
      stream.destroy()
    }
  }

  publish(): void {
    const path = gatewaySocketPath(this.#run)
    renameSync(`${path}.tmp`, path)
  }

  async close(): Promise<void> {
    this.#server.close()
    await clearDraft(this.#run)
    await removeGatewaySocket(this.#run, this.inode)
    this.#channel?.close()
    this.#line?.destroy()
  }

  get #modelPath(): string {
    return join(this.#run, 'model.sock')
  }
}
