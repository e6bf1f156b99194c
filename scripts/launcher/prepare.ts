import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Progress } from '../setup/progress.mjs'
import {
  canInstall,
  findProgram,
  installCommand,
  installPackage,
} from '../setup/system-packages.mjs'
import { findFreePort, isPortFree } from './ports'
import { takeLock } from './processes/process-lock'
import type { Settings } from './settings'
import { StartProblem, wordsOf } from './start-problem'

/** The directory for everything that must survive a stop; nobody else may look into it. */
export function openHome(home: string): { logs: string } {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  chmodSync(home, 0o700)
  const logs = join(home, 'logs')
  mkdirSync(logs, { recursive: true, mode: 0o700 })
  return { logs }
}

/** One Rockpool per home: two would run one database and one set of machines against each other. */
export function takeHomeLock(home: string) {
  const lock = takeLock(join(home, 'lock'), 'starting')
  if (!('heldBy' in lock)) return lock
  throw new StartProblem(
    `Rockpool already runs from ${home}: process ${lock.heldBy.pid}, ${lock.heldBy.note}.`,
    'Use that one, or stop it with Ctrl-C in its terminal before starting another.',
  )
}

export async function choosePort({ host, port }: Settings['listen']): Promise<number> {
  if (port === 0) return findFreePort()
  if (await isPortFree(port, host)) return port
  throw portTaken(port)
}

export const portTaken = (port: number): StartProblem =>
  new StartProblem(
    `Port ${port} is taken by another program.`,
    'Choose another: PORT=8080 npm start',
  )

/** What the walls around machines are made of: containers as root, bubblewrap for everybody. */
const wallPackages = (isRoot: boolean) => [
  { name: 'bubblewrap', program: 'bwrap' },
  ...(isRoot
    ? [
        { name: 'runc', program: 'runc' },
        { name: 'iproute2', program: 'ip' },
      ]
    : []),
]

/**
 * Without one of them agent-host takes the next best walls or says why it cannot, so a failed installation
 * is told and does not end the start.
 */
export async function ensureWalls(progress: Progress): Promise<void> {
  if (process.platform !== 'linux') return
  for (const { name, program } of wallPackages(process.getuid?.() === 0)) {
    if (findProgram(program) !== undefined) continue
    if (!canInstall()) {
      progress.say(`${name} is missing: install it with ${installCommand(name)}`)
      continue
    }
    try {
      await progress.step(`Installing ${name}`, () => installPackage(name))
    } catch (error) {
      progress.say(
        `${name} could not be installed (${wordsOf(error)}). Try: ${installCommand(name)}`,
      )
    }
  }
}
