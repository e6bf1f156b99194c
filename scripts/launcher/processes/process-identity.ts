import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { systemCode } from '../start-problem'

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  pid: number
  /** Field 22 of /proc/PID/stat, in clock ticks since boot; 0 where there is no /proc. */
  startTicks: number
}

const startTicksOf = (pid: number): number | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie has ended: it only waits for its parent to notice.
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    return Number(fields[19])
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ESRCH') return undefined
    throw error
  }
}

/** Who runs under this number now, or undefined when nobody does. */
export function identify(pid: number): ProcessIdentity | undefined {
  const startTicks = startTicksOf(pid)
  return startTicks === undefined ? undefined : { pid, startTicks }
}

export const isAlive = ({ pid, startTicks }: ProcessIdentity): boolean =>
  startTicksOf(pid) === startTicks

/** Sends a signal to exactly that process; an end in between is no error. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isAlive(identity)) return
  try {
    process.kill(identity.pid, signal)
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error
  }
}

/** True once the process has ended; false when it still lives after `timeoutMs`. For processes that are not our children. */
export async function waitForEnd(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadlineMs = Date.now() + timeoutMs
  while (isAlive(identity)) {
    if (Date.now() >= deadlineMs) return false
    await delay(25)
  }
  return true
}
