import { renameSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { orIfGone } from '../linux/gone'

/** The kernel keeps 108 bytes for a socket's path, the last of them a zero. */
const maxPathBytes = 107

const gatewaySocket = 'gateway.sock'

export const gatewaySocketPath = (run: string): string => join(run, gatewaySocket)

/**
 * The socket on which the host reaches a gateway, or by another `name` something else that it starts. The
 * host makes it and hands the descriptor to the command, so nothing that a machine can write ever stands on
 * the path. Connections made before the gateway listens wait in the socket's own queue.
 */
export class GatewaySocket {
  readonly #server: Server
  readonly #path: string
  readonly inode: number

  private constructor(server: Server, path: string, inode: number) {
    this.#server = server
    this.#path = path
    this.inode = inode
  }

  static async open(run: string, name = gatewaySocket): Promise<GatewaySocket> {
    const path = await clearDraft(run, name)
    const server = createServer()
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(path, resolve)
    })
    const { ino } = await stat(path)
    return new GatewaySocket(server, join(run, name), ino)
  }

  get descriptor(): number {
    return descriptorOf(this.#server)
  }

  /**
   * Puts the socket on its final path and gives up our copy. In one turn of the event loop, or we would
   * accept a connection ourselves; renamed first, because closing removes the path that was listened on.
   */
  publish(): void {
    renameSync(draftOf(this.#path), this.#path)
    this.#server.close()
  }

  /** Closes and removes a socket that was not published. */
  discard(): void {
    this.#server.close()
  }
}

/** The draft's path with nothing in the way. Throws when the kernel would cut it. */
export async function clearDraft(run: string, name = gatewaySocket): Promise<string> {
  const path = draftOf(join(run, name))
  // Node would bind a shortened path without a word.
  if (Buffer.byteLength(path) > maxPathBytes)
    throw new RangeError(`${path} is too long for a socket`)
  await rm(path, { force: true })
  return path
}

/** Removes the socket unless a later life has put its own in the same place. */
export async function removeGatewaySocket(run: string, inode: number): Promise<void> {
  const path = gatewaySocketPath(run)
  const seen = await orIfGone(stat(path), undefined)
  if (seen?.ino === inode) await rm(path, { force: true })
}

const draftOf = (path: string): string => `${path}.tmp`

/** The pinned Node keeps the descriptor of a listening unix socket in `_handle.fd`; no public name has it. */
function descriptorOf(server: Server): number {
  const { _handle: handle } = server as unknown as { _handle: { fd: number } | null }
  if (handle === null || handle.fd < 0) throw new Error('the socket is not open')
  return handle.fd
}
