import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rename, rm, symlink } from 'node:fs/promises'
import { text } from 'node:stream/consumers'

/**
 * A network namespace with nothing in it but its own loopback, for a container that is about to begin. Held
 * open by a process that ends when it is closed or when we die; what has joined meanwhile keeps it.
 *
 * Ours and not runc's own, because CRIU leaves one that it was given as it is, and brings back one that it
 * made itself with the loopback down.
 */
export class Network {
  readonly #holder: ChildProcess
  readonly path: string

  private constructor(holder: ChildProcess, path: string) {
    this.#holder = holder
    this.path = path
  }

  static async open(programs: { unshare: string; bash: string; ip: string }): Promise<Network> {
    const script = `${programs.ip} link set lo up && printf up && exec >&- && read -r _`
    const holder = spawn(programs.unshare, ['--net', programs.bash, '-c', script], {
      cwd: '/',
      // The framework's types demand a NODE_ENV of every environment.
      env: {} as NodeJS.ProcessEnv,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    await once(holder, 'spawn')
    // Closing its input is all that we do with it; when it has ended before, that is fine too.
    holder.stdin.on('error', () => undefined)
    const words = text(holder.stderr)
    if ((await text(holder.stdout)) !== 'up') {
      throw new Error(`no network namespace: ${(await words).trim()}`)
    }
    return new Network(holder, `/proc/${String(holder.pid)}/ns/net`)
  }

  close(): void {
    this.#holder.stdin?.end()
  }
}

/** Makes `link` lead to a namespace, in one step whatever it led to before. */
export async function pointTo(link: string, namespace: string): Promise<void> {
  const draft = `${link}.new`
  await rm(draft, { force: true })
  await symlink(namespace, draft)
  await rename(draft, link)
}
