import type { WebSocket } from 'ws'
import { describeError } from '../core/errors'
import { dialGateway } from '../gateway/dial'
import type { SocketMachine } from './socket-machine'
import type { SocketSurroundings } from './socket-surroundings'

const dialWithinMs = 10_000
const redialEveryMs = 250
const lookEveryMs = 50

interface GatewayLinkParts {
  machine: SocketMachine
  surroundings: SocketSurroundings
  /** Whether the gateway should be tried again when it did not answer. */
  isWanted: () => boolean
  onOpen: () => void
  onFrame: (raw: Buffer) => void
  /** The gateway has gone, and will not answer what it was asked. */
  onLost: () => void
}

/** One browser's way into its agent's gateway. Dialled again by whoever knows that the gateway is back. */
export class GatewayLink {
  readonly #parts: GatewayLinkParts
  #upstream: WebSocket | undefined
  #attempt: AbortController | undefined
  #isOver = false

  constructor(parts: GatewayLinkParts) {
    this.#parts = parts
  }

  /** False while there is no gateway to send it to. */
  send(frame: string): boolean {
    if (this.#upstream === undefined) return false
    this.#upstream.send(frame)
    return true
  }

  /** Tries until the gateway answers or is not wanted any more. Does nothing while one is there. */
  async dial(): Promise<void> {
    if (this.#upstream !== undefined || this.#attempt !== undefined) return
    const { machine, surroundings, isWanted } = this.#parts
    const { clock, log } = surroundings
    while (!this.#isEnded() && isWanted()) {
      // A timer that is taken back: a signal's own would keep all of this for as long as it runs.
      const attempt = new AbortController()
      this.#attempt = attempt
      const late = setTimeout(() => attempt.abort(new Error('no answer in time')), dialWithinMs)
      try {
        const path = `${machine.dir.run}/gateway.sock`
        this.#attach(await dialGateway(path, machine.gatewayToken, attempt.signal))
        return
      } catch (error) {
        if (this.#isEnded()) return
        const problem = describeError(error)
        log.warn({ machine: machine.id, problem }, 'socket: gateway not reached')
        await clock.sleep(redialEveryMs)
      } finally {
        clearTimeout(late)
        this.#attempt = undefined
      }
    }
  }

  /** Reads nothing from the gateway until `mayGoOn` says so: a slow browser is its agent's to wait for. */
  holdBack(mayGoOn: () => boolean): void {
    const upstream = this.#upstream
    if (upstream === undefined || upstream.isPaused) return
    upstream.pause()
    const timer = setInterval(() => {
      if (!this.#isOver && !mayGoOn()) return
      clearInterval(timer)
      upstream.resume()
    }, lookEveryMs)
  }

  end(): void {
    this.#isOver = true
    this.#attempt?.abort()
    this.#upstream?.terminate()
  }

  #isEnded(): boolean {
    return this.#isOver
  }

  #attach(upstream: WebSocket): void {
    const { onFrame, onLost, onOpen } = this.#parts
    this.#upstream = upstream
    upstream.on('message', onFrame)
    upstream.once('close', () => {
      this.#upstream = undefined
      onLost()
    })
    onOpen()
  }
}
