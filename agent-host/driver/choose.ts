import { existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../core/clock'
import { describeError, HostError } from '../core/errors'
import { BubblewrapDriver } from './bubblewrap/bubblewrap'
import { DockerDriver } from './docker/docker'
import type { Driver, ProbeVerdict } from './driver'
import { MicrovmDriver } from './microvm/microvm'
import { ProcessDriver } from './process/process'
import { RuncDriver } from './runc/runc'

export interface ChooseOptions {
  /** A driver's name, or `auto` for the strongest that works here. */
  wanted: 'auto' | 'microvm' | 'runc' | 'bubblewrap' | 'docker' | 'process'
  /** The host's own directory; drivers keep their notes below it. */
  hostDir: string
  /** The host's own directory with a short path. */
  runDir: string
  /** Docker's socket, and an OCI runtime by Docker's name for it. Left out: what Docker itself prefers. */
  docker?: { socket: string; runtime: string | undefined }
  /** Where `npm run image:build` puts the system of virtual machines; without it there are none. */
  guestDir?: string
}

export interface Choice {
  driver: Driver
  limits: Extract<ProbeVerdict, { ok: true }>['limits']
  /** Sentences: why this driver and not a stronger one, and what it found out about this server. */
  why: string
}

/** Where Docker listens unless somebody has moved it. */
const dockerSocket = '/var/run/docker.sock'

/** A probe builds a whole box twice; on a server that starts everything at once it takes seconds. */
const probeWithinMs = 30_000
/** Who asks for a driver by name waits for it: an emulated machine takes a minute to boot on a busy server. */
const namedProbeWithinMs = 180_000

/** A gateway of another driver is asked to end, then killed; a handful end in this time. */
const endGraceMs = 4_000
const endWithinMs = 60_000

/** Probes the drivers of this host by really starting something. Throws `driver_failed` when none works. */
export async function chooseDriver(options: ChooseOptions): Promise<Choice> {
  const {
    hostDir,
    runDir,
    guestDir,
    docker = { socket: dockerSocket, runtime: undefined },
  } = options
  await mkdir(runDir, { recursive: true, mode: 0o700 })
  const usersDir = await openUsers(hostDir)
  const common = { relayPath: findRelay(), clock: systemClock }
  const stateDir = (name: string) => join(hostDir, 'drivers', name)
  const asRoot = process.geteuid?.() === 0
  const walled = { ...common, usersDir, scratchDir: runDir, asRoot }
  const byDocker = new DockerDriver({ ...walled, ...docker, stateDir: stateDir('docker') })
  const drivers = [
    ...(guestDir === undefined
      ? []
      : [
          new MicrovmDriver({
            ...walled,
            stateDir: stateDir('microvm'),
            guestDir,
            // For who asks for it by name: nobody else would want to wait for it.
            emulation: options.wanted === 'microvm' ? 'where KVM does not work' : 'never',
          }),
        ]),
    new RuncDriver({ ...walled, stateDir: stateDir('runc') }),
    // Root makes the same walls without a daemon between. For an ordinary user Docker alone sets limits, and
    // who may speak to it is as good as root already: using that gives nobody more.
    ...(asRoot ? [] : [byDocker]),
    new BubblewrapDriver({ ...walled, stateDir: stateDir('bubblewrap') }),
    ...(asRoot ? [byDocker] : []),
    new ProcessDriver({ ...common, stateDir: stateDir('process') }),
  ]
  // Before a probe makes directories of its own.
  const used = drivers.filter((driver) => existsSync(stateDir(driver.name)))
  const choice = await pickDriver(drivers, options.wanted)
  const problems = await endLives(used.filter((driver) => driver !== choice.driver))
  return { ...choice, why: [choice.why, ...problems].join(' ') }
}

/**
 * Ends what another driver started before the choice changed: nobody would adopt it, and its machine must
 * not run twice. Returns a sentence for each driver that could not be asked.
 */
export async function endLives(drivers: readonly Driver[]): Promise<string[]> {
  const problems: string[] = []
  for (const driver of drivers) {
    try {
      const signal = AbortSignal.timeout(endWithinMs)
      for (const handle of await driver.list(signal)) {
        await driver.destroy(handle, endGraceMs, signal)
      }
    } catch (error) {
      const why = describeError(error)
      problems.push(`What ${driver.name} left behind could not be ended: ${why}.`)
    }
  }
  return problems
}

/**
 * One book of the users that machines run as: a machine keeps its user under whichever driver it runs,
 * because everything in its home belongs to that user. It once was bubblewrap's alone.
 */
export async function openUsers(hostDir: string): Promise<string> {
  const [book, earlier] = ['drivers/users', 'drivers/bubblewrap/users'].map((name) =>
    join(hostDir, name),
  ) as [string, string]
  await mkdir(dirname(book), { recursive: true, mode: 0o700 })
  if (!existsSync(book) && existsSync(earlier)) await rename(earlier, book)
  return book
}

/** The first driver, strongest first, whose probe passes; or the wanted one, which is never replaced. */
export async function pickDriver(drivers: readonly Driver[], wanted: string): Promise<Choice> {
  const candidates = drivers.filter((driver) => wanted === 'auto' || driver.name === wanted)
  const withinMs = wanted === 'auto' ? probeWithinMs : namedProbeWithinMs
  const refusals: string[] = []
  for (const driver of candidates) {
    const verdict = await driver.probe(AbortSignal.timeout(withinMs))
    if (verdict.ok) {
      const first =
        wanted === 'auto'
          ? `${driver.name} is the strongest that works here.`
          : `${driver.name} was asked for.`
      return {
        driver,
        limits: verdict.limits,
        why: [first, ...refusals, ...verdict.notes].join(' '),
      }
    }
    refusals.push(`${driver.name} does not work: ${verdict.reason} ${verdict.remedy}`)
  }
  throw new HostError('driver_failed', {
    public: 'This server has no way to run machines.',
    cause: new Error(refusals.join(' ') || `there is no driver "${wanted}"`),
  })
}

/**
 * The relay runs inside machines and is therefore a file, not a part of our bundle. We stand in
 * `agent-host/driver` or, bundled, somewhere in the same tree.
 */
function findRelay(): string {
  const start = dirname(fileURLToPath(import.meta.url))
  for (let folder = start; ; folder = dirname(folder)) {
    const path = join(folder, 'agent-host/image/relay.mjs')
    if (existsSync(path)) return path
    if (folder === dirname(folder)) {
      throw new Error(`agent-host/image/relay.mjs is in no directory above ${start}`)
    }
  }
}
