import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../core/clock'
import { HostError } from '../core/errors'
import { BubblewrapDriver } from './bubblewrap/bubblewrap'
import type { Driver, ProbeVerdict } from './driver'
import { ProcessDriver } from './process/process'

export interface ChooseOptions {
  /** A driver's name, or `auto` for the strongest that works here. */
  wanted: 'auto' | 'bubblewrap' | 'process'
  /** The host's own directory; drivers keep their notes below it. */
  hostDir: string
  /** The host's own directory with a short path. */
  runDir: string
}

export interface Choice {
  driver: Driver
  limits: Extract<ProbeVerdict, { ok: true }>['limits']
  /** Sentences: why this driver and not a stronger one, and what it found out about this server. */
  why: string
}

/** A probe builds a whole box twice; on a server that starts everything at once it takes seconds. */
const probeWithinMs = 30_000

/** Probes the drivers of this host by really starting something. Throws `driver_failed` when none works. */
export async function chooseDriver(options: ChooseOptions): Promise<Choice> {
  const { hostDir, runDir } = options
  await mkdir(runDir, { recursive: true, mode: 0o700 })
  const relayPath = findRelay()
  const common = { relayPath, clock: systemClock }
  const drivers = [
    new BubblewrapDriver({
      ...common,
      stateDir: join(hostDir, 'drivers/bubblewrap'),
      scratchDir: runDir,
      usersDir: join(hostDir, 'drivers/bubblewrap/users'),
      asRoot: process.geteuid?.() === 0,
    }),
    new ProcessDriver({ ...common, stateDir: join(hostDir, 'drivers/process') }),
  ]
  return pickDriver(drivers, options.wanted)
}

/** The first driver, strongest first, whose probe passes; or the wanted one, which is never replaced. */
export async function pickDriver(drivers: readonly Driver[], wanted: string): Promise<Choice> {
  const candidates = drivers.filter((driver) => wanted === 'auto' || driver.name === wanted)
  const refusals: string[] = []
  for (const driver of candidates) {
    const verdict = await driver.probe(AbortSignal.timeout(probeWithinMs))
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
