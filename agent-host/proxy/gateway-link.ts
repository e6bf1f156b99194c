import type { WebSocket } from 'ws'
import { describeError } from '../core/errors'
import { dialGateway } from '../gateway/dial'
import { holdBack, isBehind } from './hold-back'
import type { SocketMachine } from './socket-machine'
import type { SocketSurroundings } from './socket-surroundings'

const dialWithinMs = 10_000
const redialEveryMs = 250

interface GatewayLinkParts {
  browser: WebSocket
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
    const upstream = this.#upstream
    if (upstream === undefined) return false
    upstream.send(frame)
    // A gateway that is busy is its browser's to wait for.
    if (isBehind(upstream))
      holdBack(this.#parts.browser, upstream, () => this.#upstream !== upstream)
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

  end(): void {
    this.#isOver = true
    this.#attempt?.abort()
    this.#upstream?.terminate()
  }

  #isEnded(): boolean {
    return this.#isOver
  }

  #attach(upstream: WebSocket): void {
    const { browser, onFrame, onLost, onOpen } = this.#parts
    this.#upstream = upstream
    upstream.on('message', (raw: Buffer) => {
      onFrame(raw)
      // A slow browser is its agent's to wait for.
      if (isBehind(browser)) holdBack(upstream, browser, () => this.#isOver)
    })
    upstream.once('close', () => {
      this.#upstream = undefined
      onLost()
    })
    onOpen()
  }
}
