import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { readProcess } from '../linux/processes'

const run = promisify(execFile)

/**
 * When a living process started, in a unit that only compares: with its pid it names the process for good.
 * Undefined when it has ended.
 */
export async function processStart(pid: number): Promise<number | undefined> {
  if (process.platform === 'linux') {
    const seen = await readProcess(pid)
    return seen === undefined || seen.isZombie ? undefined : seen.startTicks
  }
  try {
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)])
    const startedAtMs = Date.parse(stdout.trim())
    return Number.isNaN(startedAtMs) ? undefined : startedAtMs
  } catch (error) {
    // ps ends with 1 when there is no such process; anything else is a fault of this system.
    if (error instanceof Error && 'code' in error && error.code === 1) return undefined
    throw error
  }
}
