import { mkdir, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { hostArchitecture } from '../box/host-architecture'
import { maskedPaths, readonlyPaths } from '../box/kernel-paths'
import { environmentOf, hostname, inside, type Place } from '../box/layout'
import { bytesPerMib, cpuPeriodUs } from '../cgroup/cgroups'
import type { LifeSpec } from '../driver'
import { codeOf, orIfGone } from '../linux/gone'
import { seccompProfile } from './seccomp-profile'

/** What the bundle of one life needs to know beside the life itself. */
export interface BundlePlan {
  spec: LifeSpec
  command: readonly string[]
  places: readonly Place[]
  /** The host's user that this machine runs as. */
  uid: number
  /** An empty tree in which every place has its mount point; shared by all machines. */
  root: string
  /** Below the root of every controller. */
  cgroupsPath: string
  /** A path that leads to the machine's network namespace. */
  networkPath: string
  /** Where CRIU reads how this machine is frozen and brought back. */
  criuConfig: string
  /** False where the kernel does not account swap, and so cannot bound it. */
  boundsSwap: boolean
  /** The first choice when the server runs out of memory, but never less than our own. */
  oomScoreAdj: number
}

interface Mount {
  destination: string
  type: string
  source: string
  options: readonly string[]
}

/** The OCI configuration of a life: what `box/` describes, in runc's words. */
export function ociConfig(plan: BundlePlan) {
  const { spec, uid } = plan
  const none: readonly string[] = []
  return {
    ociVersion: '1.0.2',
    hostname,
    root: { path: plan.root, readonly: true },
    annotations: { 'org.criu.config': plan.criuConfig },
    mounts: [...kernelMounts, ...plan.places.flatMap(mountOf)],
    process: {
      terminal: false,
      user: { uid, gid: uid, umask: 0o77 },
      args: plan.command,
      env: Object.entries(environmentOf(spec)).map(([name, value]) => `${name}=${value}`),
      cwd: inside.home,
      capabilities: {
        bounding: none,
        effective: none,
        inheritable: none,
        permitted: none,
        ambient: none,
      },
      rlimits: [
        { type: 'RLIMIT_NOFILE', hard: 4_096, soft: 4_096 },
        { type: 'RLIMIT_CORE', hard: 0, soft: 0 },
      ],
      noNewPrivileges: true,
      oomScoreAdj: plan.oomScoreAdj,
    },
    linux: {
      // No user namespace: the kernel's doors behind one were its worst bugs, and CRIU restores without it.
      namespaces: [
        { type: 'pid' },
        { type: 'ipc' },
        { type: 'uts' },
        { type: 'mount' },
        { type: 'cgroup' },
        { type: 'network', path: plan.networkPath },
      ],
      cgroupsPath: plan.cgroupsPath,
      resources: resourcesOf(plan),
      rootfsPropagation: 'private',
      seccomp: seccompProfile(hostArchitecture()),
      maskedPaths,
      readonlyPaths,
    },
  }
}

function resourcesOf({ spec, boundsSwap }: BundlePlan) {
  const { memoryMib, cpuCores, pids } = spec.limits
  const limit = memoryMib * bytesPerMib
  return {
    // runc adds the harmless ones: null, zero, full, random, urandom, tty and its own terminals.
    devices: [{ allow: false, access: 'rwm' }],
    // Memory and swap together, or a machine would only be slowed down and slow the host with it.
    memory: { limit, ...(boundsSwap ? { swap: limit } : {}) },
    cpu: { period: cpuPeriodUs, quota: Math.round(cpuCores * cpuPeriodUs) },
    pids: { limit: pids },
  }
}

const quiet = ['nosuid', 'noexec', 'nodev'] as const

const kernelMounts: readonly Mount[] = [
  { destination: '/proc', type: 'proc', source: 'proc', options: quiet },
  {
    destination: '/dev',
    type: 'tmpfs',
    source: 'tmpfs',
    options: ['nosuid', 'noexec', 'strictatime', 'mode=755', 'size=64k', 'ro'],
  },
  {
    destination: '/dev/pts',
    type: 'devpts',
    source: 'devpts',
    options: ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620'],
  },
  {
    destination: '/dev/shm',
    type: 'tmpfs',
    source: 'shm',
    options: [...quiet, 'mode=1777', `size=${String(64 * bytesPerMib)}`],
  },
]

function mountOf(place: Place): Mount[] {
  switch (place.kind) {
    case 'bind': {
      const access = place.writable === true ? 'rw' : 'ro'
      // Private: what is mounted on the host never shows inside. And CRIU cannot restore home and /tmp as
      // peers of one group, which they would be where both are on one disk that the host shares.
      const options = ['bind', access, 'nosuid', 'nodev', 'private']
      return [{ destination: place.at, type: 'bind', source: place.from, options }]
    }
    case 'memory': {
      const mode = `mode=${place.mode.toString(8)}`
      const size = `size=${String(place.mebibytes * bytesPerMib)}`
      return [
        { destination: place.at, type: 'tmpfs', source: 'tmpfs', options: [...quiet, mode, size] },
      ]
    }
    case 'link':
    case 'folder':
      return []
    default:
      return place satisfies never
  }
}

/** The places of a box without the optional ones that this host does not have. */
export async function presentPlaces(places: readonly Place[]): Promise<Place[]> {
  const present: Place[] = []
  for (const place of places) {
    const isThere =
      place.kind !== 'bind' ||
      place.optional !== true ||
      (await orIfGone(stat(place.from), undefined)) !== undefined
    if (isThere) present.push(place)
  }
  return present
}

/** Makes every mount point, link and folder below `root`. Repeatable, and safe side by side. */
export async function layRoot(root: string, places: readonly Place[]): Promise<void> {
  await mkdir(join(root, 'proc'), { recursive: true, mode: 0o755 })
  await mkdir(join(root, 'dev'), { recursive: true, mode: 0o755 })
  for (const place of places) {
    const path = join(root, place.at)
    await mkdir(dirname(path), { recursive: true, mode: 0o755 })
    if (place.kind === 'link') await unlessThere(symlink(place.to, path))
    else if (place.kind === 'bind' && !(await stat(place.from)).isDirectory())
      await unlessThere(writeFile(path, '', { flag: 'wx', mode: 0o644 }))
    else await mkdir(path, { recursive: true, mode: 0o755 })
  }
}

async function unlessThere(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}
