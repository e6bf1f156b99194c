import { mkdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../core/clock'
import { describeError } from '../../core/errors'
import { writeSyntheticEtc } from '../box/etc'
import { type Cgroups, groupRootOf } from '../cgroup/cgroups'
import { findCgroups } from '../cgroup/find'
import { orIfGone } from '../linux/gone'
import { installationOf } from '../shared/life-mark'
import { LifeNotes } from '../shared/life-notes'
import { findPrograms, type Programs, packageOf, type RootPrograms } from './programs'
import { Remains } from './remains'
import { UidBook } from './uid-book'

export interface BubblewrapOptions {
  /** A directory of the host's own, for notes, users and the machines' /etc. */
  stateDir: string
  /** A directory of the host's own with a short path, for sockets of the probe. */
  scratchDir: string
  /** `agent-host/image/relay.mjs`, wherever it is installed. */
  relayPath: string
  clock: Clock
  /** True: a user per machine and limits. Needs root. */
  asRoot: boolean
  /** First of the users that machines run as, and how many there may be. */
  users?: { first: number; count: number }
}

/** Above the users that people and packages get, and of the size that one container usually has. */
const defaultUsers = { first: 100_000, count: 65_536 }

/** A program of the chain is not installed; `packages` would bring it. */
export class ProgramsMissing extends Error {
  readonly packages: readonly string[]

  constructor(missing: readonly (keyof RootPrograms)[]) {
    super(`${missing.join(', ')} not found`)
    this.name = 'ProgramsMissing'
    this.packages = [...new Set(missing.map((name) => packageOf[name]))]
  }
}

/** What the driver stands on: found once, because programs and controllers do not move while we run. */
export interface Ground {
  programs: Programs
  root: { programs: RootPrograms; users: UidBook } | undefined
  cgroups: Cgroups | undefined
  /** Why there are no limits; undefined when there are. */
  whyNoLimits: string | undefined
  remains: Remains
  notes: LifeNotes
  etcDir: string
}

export async function layGround(options: BubblewrapOptions): Promise<Ground> {
  const { stateDir, clock, asRoot } = options
  await mkdir(stateDir, { recursive: true, mode: 0o700 })
  const installation = installationOf(stateDir)
  const etcDir = join(stateDir, 'etc')
  await writeSyntheticEtc(etcDir)
  const programs = await programsOf(['bwrap', 'bash', 'env'])
  const root = asRoot
    ? {
        programs: { ...programs, ...(await programsOf(['unshare', 'mount', 'setpriv'])) },
        users: new UidBook({
          dir: join(stateDir, 'users'),
          ...(options.users ?? defaultUsers),
          seed: installation,
        }),
      }
    : undefined
  const { cgroups, whyNoLimits } = asRoot
    ? await usableCgroups(groupRootOf(installation))
    : { cgroups: undefined, whyNoLimits: 'only root may set limits' }
  const ownUid = process.geteuid?.() ?? -1
  const isOurUser = (uid: number) => uid === ownUid || root?.users.isOurs(uid) === true
  return {
    programs,
    root,
    cgroups,
    whyNoLimits,
    remains: new Remains({ installation, cgroups, clock, isOurUser }),
    notes: new LifeNotes(join(stateDir, 'lives')),
    etcDir,
  }
}

async function programsOf<Name extends keyof RootPrograms>(
  names: readonly Name[],
): Promise<Record<Name, string>> {
  const { found, missing } = await findPrograms(names)
  if (missing.length > 0) throw new ProgramsMissing(missing)
  // Complete, because nothing is missing.
  return found as Record<Name, string>
}

/** Controllers can be there and yet refuse us, as in a container: only a made group proves them. */
async function usableCgroups(groupRoot: string): Promise<{
  cgroups: Cgroups | undefined
  whyNoLimits: string | undefined
}> {
  const cgroups = await findCgroups(groupRoot)
  if (cgroups === undefined) {
    return { cgroups, whyNoLimits: 'the kernel offers no memory controller' }
  }
  const trial = `probe/${String(process.pid)}`
  try {
    await cgroups.create(trial, { memoryMib: 64, cpuCores: 1, pids: 64 })
    await cgroups.remove(trial)
    return { cgroups, whyNoLimits: undefined }
  } catch (error) {
    return { cgroups: undefined, whyNoLimits: describeError(error) }
  }
}

/** Directories that every system has and that hardly anybody keeps machines in. */
const neutralPlaces = ['/mnt', '/srv', '/media', '/opt']

/**
 * Where a machine's directories are bound for bubblewrap, in a mount namespace of their own. Nothing that
 * is to be bound may lie below it, for it is covered first.
 */
export async function neutralPlace(sources: readonly string[]): Promise<string> {
  const real = await Promise.all(sources.map((source) => realpath(source)))
  for (const place of neutralPlaces) {
    const seen = await orIfGone(stat(place), undefined)
    const isFree = !real.some((source) => source === place || source.startsWith(`${place}/`))
    if (seen?.isDirectory() === true && isFree) return place
  }
  throw new Error(`one of ${neutralPlaces.join(', ')} must exist and hold no machine`)
}
