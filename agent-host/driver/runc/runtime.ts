import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { killNow } from '../linux/gone'
import { bundlePaths } from './bundle-paths'
import { inNetwork, privateMounts } from './network'

/** Milliseconds on a quiet server, seconds on one that boots many machines; and what a gigabyte may take. */
const withinMs = 30_000
const writeWithinMs = 120_000
// A boot would be done by then.
const readWithinMs = 30_000

const searchPath = '/usr/sbin:/usr/bin:/sbin:/bin'

/** What runc says when it fails is a line or two; the rest would be noise. */
const maxWords = 1_000

interface RuntimeParts {
  programs: { runc: string; unshare: string; ip: string; env: string }
  /** The directory in which runc remembers its containers; of this installation alone. */
  root: string
}

/** A container that is made and waits for `start`. What its shell says until it is up comes out of `words`. */
export interface Created {
  /** Resolves with what the shell inside wrote on the descriptor for it, when that is closed. */
  up: Promise<string>
  words: Promise<string>
  /** Lets go of both pipes. */
  letGo: () => void
}

/** The commands of runc that we use, each as one process that ends. */
export class Runtime {
  readonly #programs: RuntimeParts['programs']
  readonly #root: string

  constructor(parts: RuntimeParts) {
    this.#programs = parts.programs
    this.#root = parts.root
  }

  /** Builds the walls around a process that waits. Throws runc's own words when they cannot be built. */
  async create(about: {
    id: string
    bundle: string
    /** Where the gateway's socket is to stand. */
    socketPath: string
  }): Promise<Created> {
    const { id, bundle, socketPath } = about
    const { pidFile, network, socket } = bundlePaths(bundle)
    const create = ['create', '--bundle', bundle, '--pid-file', pidFile, '--preserve-fds', '2', id]
    const child = await this.#spawn({
      command: inNetwork(this.#programs, {
        link: network,
        socketLink: socket,
        socketPath,
        stdio: ['ignore', 'ignore', 2, 'gateway', 4],
        command: this.#command(create),
        hasPrivateMounts: false,
      }),
      stdio: ['ignore', 'ignore', 'pipe', 'ignore', 'pipe'],
      withinMs,
    })
    const [, , errors, , up] = child.stdio
    const created: Created = {
      up: readAll(up),
      words: readAll(errors),
      letGo: () => {
        errors?.destroy()
        up?.destroy()
      },
    }
    const code = await exitOf(child)
    if (code !== 0) throw new Error(brief(await created.words, code))
    return created
  }

  async start(id: string): Promise<void> {
    await this.#finish(this.#command(['start', id]), withinMs)
  }

  /** Kills what runs and forgets the container. Throws runc's words when it could not, or did not know it. */
  async delete(id: string): Promise<void> {
    await this.#finish(this.#command(['delete', '--force', id]), withinMs)
  }

  /** Writes the container's memory and forgets it. It runs on when this throws, unless it ended by itself. */
  async checkpoint(
    id: string,
    about: { memory: string; work: string; criu: string },
  ): Promise<void> {
    const command = this.#command(['checkpoint', ...criuOptions(about), id], about.criu)
    await this.#finish([this.#programs.unshare, ...privateMounts, ...command], writeWithinMs)
  }

  /** The container as it was written, running, in a new network namespace and with a new listening socket. */
  async restore(
    id: string,
    about: {
      bundle: string
      socketPath: string
      memory: string
      work: string
      criu: string
    },
  ): Promise<void> {
    const { bundle, socketPath, criu } = about
    const { pidFile, network, socket } = bundlePaths(bundle)
    const place = ['--detach', '--bundle', bundle, '--pid-file', pidFile]
    const plan = inNetwork(this.#programs, {
      link: network,
      socketLink: socket,
      socketPath,
      stdio: ['gateway', 'ignore', 2],
      command: this.#command(['restore', ...place, ...criuOptions(about), id], criu),
      hasPrivateMounts: true,
    })
    await this.#finish(plan, readWithinMs)
  }

  async #finish(command: readonly string[], endsWithinMs: number): Promise<void> {
    const child = await this.#spawn({
      command,
      stdio: ['ignore', 'ignore', 'pipe'],
      withinMs: endsWithinMs,
    })
    const [code, words] = await Promise.all([exitOf(child), readAll(child.stdio[2])])
    if (code !== 0) throw new Error(brief(words, code))
  }

  #command(args: readonly string[], criu?: string): string[] {
    // Newer versions of runc look on the search path alone.
    const path =
      criu === undefined ? [] : [this.#programs.env, `PATH=${dirname(criu)}:${searchPath}`]
    return [...path, this.#programs.runc, '--root', this.#root, ...args]
  }

  /**
   * Not ended by a caller who has no patience any more: half a command would leave half a container. One that
   * hangs is ended with everything that it started.
   */
  async #spawn(about: { command: readonly string[]; stdio: StdioOptions; withinMs: number }) {
    const [program = '', ...args] = about.command
    const child = spawn(program, args, {
      cwd: '/',
      // What a machine's own processes see of ours begins here: nothing but where programs are.
      env: { PATH: searchPath } as unknown as NodeJS.ProcessEnv,
      stdio: about.stdio,
      // A group of its own, which can be ended as one.
      detached: true,
    })
    await once(child, 'spawn')
    const { pid } = child
    const timer = setTimeout(() => {
      if (pid !== undefined) killNow(-pid)
    }, about.withinMs)
    child.once('exit', () => clearTimeout(timer))
    return child
  }
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  await once(child, 'exit')
  return child.exitCode
}

/** Everything that comes out of one of our own pipes, until it ends or is let go. */
async function readAll(stream: ChildProcess['stdio'][number] | undefined): Promise<string> {
  if (stream === null || stream === undefined || !('read' in stream)) return ''
  try {
    return await text(stream)
  } catch (error) {
    if (stream.destroyed) return ''
    throw error
  }
}

function brief(words: string, code: number | null): string {
  const said = words.trim().split('\n').slice(-2).join('; ').slice(0, maxWords)
  return said === '' ? `runc ended with code ${String(code)} and said nothing` : said
}

const criuOptions = ({ memory, work }: { memory: string; work: string }): string[] => [
  ...['--image-path', memory, '--work-path', work],
  ...['--ext-unix-sk', '--file-locks'],
]
