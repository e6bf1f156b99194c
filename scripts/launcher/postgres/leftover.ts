import { existsSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  identify,
  isAlive,
  type ProcessIdentity,
  signalProcess,
  waitForEnd,
} from '../processes/process-identity'
import { StartProblem, systemCode } from '../start-problem'

/** The process behind postmaster.pid when it really is a server of this directory. */
function serverOf(cluster: string): ProcessIdentity | undefined {
  const [pidLine, , startedAtLine] = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split(
    '\n',
  )
  const identity = identify(Number(pidLine))
  if (identity === undefined || startedAtLine === undefined) return undefined
  try {
    if (!readlinkSync(`/proc/${identity.pid}/exe`).includes('postgres')) return undefined
    return readlinkSync(`/proc/${identity.pid}/cwd`) === cluster ? identity : undefined
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Clears the way for a start. A server that outlived its starter is ended in order; a pid file whose
 * number now belongs to somebody else is removed, because PostgreSQL itself would refuse to start.
 * The caller holds the directory's lock, so no living starter can be behind that server.
 */
export async function endLeftover(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const server = serverOf(cluster)
  if (server === undefined) {
    rmSync(pidFile, { force: true })
    return
  }
  signalProcess(server, 'SIGINT')
  if (await waitForEnd(server, 15_000)) return
  signalProcess(server, 'SIGQUIT')
  if ((await waitForEnd(server, 5_000)) || !isAlive(server)) return
  throw new StartProblem(
    `A database server from an earlier start (process ${server.pid}) does not end.`,
    `Look at it with: ps -fp ${server.pid}`,
  )
}
