import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createInterface, type Interface } from 'node:readline'
import { z } from 'zod'

const Message = z.object({
  id: z.number().optional(),
  return: z.unknown().optional(),
  error: z.object({ desc: z.string() }).optional(),
})

interface Waiting {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}

/** QEMU's own monitor (QMP). What it says is the machine's at worst, and believed in nothing but words. */
export class Monitor {
  readonly #socket: Socket
  readonly #lines: Interface
  readonly #waiting = new Map<number, Waiting>()
  #nextId = 1

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#lines = createInterface({ input: socket })
    this.#lines.on('line', (line) => this.#hear(line))
    // Its end, which `close` tells, is all that matters of how it came about.
    this.#lines.on('error', () => undefined)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('QEMU has ended'))
      this.#waiting.clear()
    })
  }

  /** Connects for as long as `work` takes: QEMU speaks to one at a time, and an earlier process may be slow to go. */
  static async use<T>(
    path: string,
    signal: AbortSignal,
    work: (monitor: Monitor) => Promise<T>,
  ): Promise<T> {
    const socket = connect(path)
    const stop = () => socket.destroy()
    signal.addEventListener('abort', stop, { once: true })
    try {
      await once(socket, 'connect', { signal })
      const monitor = new Monitor(socket)
      await monitor.execute('qmp_capabilities')
      return await work(monitor)
    } finally {
      signal.removeEventListener('abort', stop)
      socket.destroy()
    }
  }

  /** Throws with QEMU's own words, or when it ends instead of answering. */
  execute(command: string, args?: Readonly<Record<string, unknown>>): Promise<unknown> {
    const id = this.#nextId
    this.#nextId += 1
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) {
        reject(new Error('QEMU has ended'))
        return
      }
      this.#waiting.set(id, { resolve, reject })
      this.#socket.write(`${JSON.stringify({ execute: command, arguments: args, id })}\n`)
    })
  }

  #hear(line: string): void {
    const message = Message.safeParse(asJson(line))
    if (!message.success || message.data.id === undefined) return
    const waiting = this.#waiting.get(message.data.id)
    this.#waiting.delete(message.data.id)
    const { error } = message.data
    if (error === undefined) waiting?.resolve(message.data.return)
    else waiting?.reject(new Error(`QEMU: ${error.desc}`))
  }
}

function asJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    // Not a message: QEMU was cut off in the middle of one.
    return undefined
  }
}
