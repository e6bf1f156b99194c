import type { ServerResponse } from 'node:http'
import type { HostSnapshot } from '../protocol/control'

/** Several changes within one tick of this become one line. */
const coalesceMs = 20
/** A line at least this often, so that a dead watcher and a dead host are both noticed. */
const beatEveryMs = 10_000
/** A watcher that does not read is dropped; it gets the whole truth again when it comes back. */
const mostUnreadBytes = 8 * 1024 * 1024

/** Streams the host's snapshot to everyone who watches, whole each time: a lost line costs nothing. */
export class Watch {
  readonly #snapshot: () => HostSnapshot
  readonly #watchers = new Set<ServerResponse>()
  #timer: NodeJS.Timeout | undefined
  #beat: NodeJS.Timeout | undefined

  constructor(snapshot: () => HostSnapshot) {
    this.#snapshot = snapshot
  }

  start(): void {
    this.#beat = setInterval(() => this.#send(), beatEveryMs)
  }

  attach(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
    this.#watchers.add(response)
    response.once('close', () => this.#watchers.delete(response))
    response.write(`${JSON.stringify(this.#snapshot())}\n`)
  }

  /** Something changed; watchers hear it shortly. */
  changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#send()
    }, coalesceMs)
  }

  stop(): void {
    clearInterval(this.#beat)
    clearTimeout(this.#timer)
    for (const watcher of this.#watchers) watcher.end()
  }

  #send(): void {
    if (this.#watchers.size === 0) return
    const line = `${JSON.stringify(this.#snapshot())}\n`
    for (const watcher of this.#watchers) {
      if (watcher.writableLength > mostUnreadBytes) watcher.destroy()
      else watcher.write(line)
    }
  }
}
