import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import postgres from 'postgres'
import { findFreePort, isPortFree } from '../ports'
import { takeLock } from '../processes/process-lock'
import { StartProblem, systemCode } from '../start-problem'
import { brokenDirectory, databaseUser, openDirectory } from './directory'
import { endLeftover } from './leftover'
import { asAllowedUser, findPrograms, programEnvironment } from './program'

export interface PostgresOptions {
  /** Holds the cluster, its password and its log. Made on first use with mode 0700. */
  dir: string
  /** Without it any free port of 127.0.0.1 is taken. */
  port?: number
  /** False only where a lost database costs nothing: in tests. */
  fsync?: boolean
  /** Default: `postgres.log` in `dir`. */
  logFile?: string
}

export interface RunningPostgres {
  url: string
  pid: number
  /** Resolves once when the server has ended, wanted or not. */
  ended: Promise<void>
  /** Ends all sessions, writes everything out and stops. Repeatable. */
  stop(): Promise<void>
}

const databaseName = 'rockpool'

// Crash recovery of a large write-ahead log takes its time, and ending it would begin it anew.
const startDeadlineMs = 120_000
// The same the system gives: after a fast stop only a stuck disk keeps the server alive.
const stopDeadlineMs = 15_000

const tailOf = (path: string): string =>
  readFileSync(path, 'utf8').trimEnd().split('\n').slice(-3).join(' ').slice(-600)

/** The eighth line of postmaster.pid is the server's own word on its state; pg_ctl reads it too. */
function stateInPidFile(cluster: string, pid: number): string {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    return Number(lines[0]) === pid ? (lines[7] ?? '').trim() : ''
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return ''
    throw error
  }
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

async function stopServer(child: ChildProcess, ended: Promise<void>): Promise<void> {
  // INT is the fast stop, QUIT leaves the rest to crash recovery at the next start.
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (hasEnded(child)) return
    child.kill(signal)
    const timer = new AbortController()
    await Promise.race([
      ended,
      delay(stopDeadlineMs, undefined, { signal: timer.signal, ref: false }).catch(() => undefined),
    ])
    timer.abort()
  }
}

async function ensureDatabase(serverUrl: (database: string) => string): Promise<void> {
  const sql = postgres(serverUrl('postgres'), { max: 1, onnotice: () => undefined })
  try {
    const found = await sql`select 1 from pg_database where datname = ${databaseName}`
    if (found.length === 0) await sql.unsafe(`create database ${databaseName}`)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

function serverArguments(cluster: string, port: number, fsync: boolean): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    lc_messages: 'C',
    ...(fsync ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  return [
    '-D',
    cluster,
    ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ]
}

interface Attempt {
  programs: string
  cluster: string
  port: number
  fsync: boolean
  logFile: string
}

/** Starts the server and waits for its own word that it takes connections. */
async function launch(
  attempt: Attempt,
): Promise<{ child: ChildProcess; pid: number; ended: Promise<void> }> {
  const { programs, cluster, port, fsync, logFile } = attempt
  const [program, ...args] = asAllowedUser([
    join(programs, 'postgres'),
    ...serverArguments(cluster, port, fsync),
  ])
  const log = openSync(logFile, 'w', 0o600)
  // Detached: Ctrl-C at the terminal must reach the starter only, which ends things in order.
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', log, log],
    env: programEnvironment(),
  })
  closeSync(log)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await once(child, 'spawn')
  const { pid } = child
  if (pid === undefined) throw new Error('a spawned process has a number')

  const deadlineMs = Date.now() + startDeadlineMs
  while (stateInPidFile(cluster, pid) !== 'ready') {
    if (hasEnded(child)) throw brokenDirectory(cluster, tailOf(logFile))
    if (Date.now() > deadlineMs) {
      await stopServer(child, ended)
      throw new StartProblem(
        `The database did not take connections within ${startDeadlineMs / 1000} seconds: ${tailOf(logFile)}`,
        `Its log is ${logFile}`,
      )
    }
    await Promise.race([ended, delay(10)])
  }
  return { child, pid, ended }
}

/** A real PostgreSQL on 127.0.0.1 with everything it owns below `dir`. One at a time per directory. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const programs = findPrograms()
  mkdirSync(options.dir, { recursive: true, mode: 0o700 })
  // The server reports its directory with links resolved.
  const dir = realpathSync(options.dir)
  const lock = takeLock(join(dir, 'lock'), 'PostgreSQL')
  if ('heldBy' in lock) {
    throw new StartProblem(
      `The database directory ${dir} is in use by process ${lock.heldBy.pid}.`,
      'Stop that process first, or choose another directory.',
    )
  }
  try {
    const { cluster, password } = await openDirectory(programs, dir)
    await endLeftover(cluster)
    const port = options.port ?? (await findFreePort())
    if (!(await isPortFree(port))) {
      throw new StartProblem(
        `Port ${port} for the database is taken.`,
        'Choose another port, or none: then a free one is found.',
      )
    }
    const logFile = options.logFile ?? join(dir, 'postgres.log')
    const fsync = options.fsync ?? true
    const { child, pid, ended } = await launch({ programs, cluster, port, fsync, logFile })
    const urlOf = (database: string) =>
      `postgres://${databaseUser}:${password}@127.0.0.1:${port}/${database}`
    try {
      await ensureDatabase(urlOf)
    } catch (error) {
      await stopServer(child, ended)
      throw error
    }
    void ended.then(() => lock.release())
    return { url: urlOf(databaseName), pid, ended, stop: () => stopServer(child, ended) }
  } catch (error) {
    lock.release()
    throw error
  }
}
