import type { ContainerCreateOptions, HostConfig, MountSettings } from 'dockerode'
import { hostArchitecture } from '../box/host-architecture'
import { maskedPaths, readonlyPaths } from '../box/kernel-paths'
import { hostFolder, hostname, inside, type Place } from '../box/layout'
import { absentCalls } from '../box/seccomp'
import { bytesPerMib, cpuPeriodUs } from '../cgroup/cgroups'
import type { LifeSpec } from '../driver'
import { seccompProfile } from '../runc/seccomp-profile'
import { relayEnvironment } from '../shared/relay-settings'
import { doorInside } from './door'
import { labelsOf } from './engine/labels'

/** What the container of one life needs to know beside the life itself. */
export interface ContainerPlan {
  spec: LifeSpec
  command: readonly string[]
  places: readonly Place[]
  /** Where the host takes the gateway's socket from. Writable for the machine until it has. */
  door: string
  /** The host's user that this machine runs as. */
  uid: number
  installation: string
  image: string
  /** An OCI runtime by Docker's name for it; undefined for the one that Docker prefers. */
  runtime: string | undefined
  oomScoreAdj: number
}

/** Docker has known this since 20.10; its types have not. */
type NewerHostConfig = HostConfig & { CgroupnsMode: 'private' }

/** The container of a life: what `box/` describes, in Docker's words. */
export function containerOf(
  plan: ContainerPlan,
): ContainerCreateOptions & { HostConfig: NewerHostConfig } {
  const { spec, uid } = plan
  return {
    name: `rockpool-${spec.lifeId}`,
    Image: plan.image,
    Labels: labelsOf(plan.installation, spec),
    Hostname: hostname,
    User: `${String(uid)}:${String(uid)}`,
    WorkingDir: inside.home,
    Cmd: [...plan.command],
    // A name alone takes away what Docker would set by itself.
    Env: [
      ...Object.entries(variablesOf(spec)).map(([name, value]) => `${name}=${value}`),
      'HOSTNAME',
    ],
    Tty: false,
    OpenStdin: false,
    HostConfig: {
      ...(plan.runtime === undefined ? {} : { Runtime: plan.runtime }),
      NetworkMode: 'none',
      IpcMode: 'private',
      CgroupnsMode: 'private',
      Privileged: false,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges', `seccomp=${JSON.stringify(systemCalls())}`],
      ReadonlyRootfs: true,
      MaskedPaths: ['/sys', ...maskedPaths],
      ReadonlyPaths: [...readonlyPaths],
      Mounts: plan.places.flatMap(bindOf).concat(bind(plan.door, doorInside(spec.lifeId), true)),
      Tmpfs: Object.fromEntries(plan.places.flatMap(memoryOf)),
      ShmSize: 64 * bytesPerMib,
      ...resourcesOf(spec.limits),
      OomScoreAdj: plan.oomScoreAdj,
      // The command prints into the machine's own /tmp, where its relay keeps it short.
      LogConfig: { Type: 'none', Config: {} },
      // Whether a machine begins again is decided by the pool, which counts and waits.
      RestartPolicy: { Name: 'no' },
      AutoRemove: false,
    },
  }
}

/** The relay makes the gateway's socket itself: Docker hands no descriptor inside. */
const variablesOf = (spec: LifeSpec): Record<string, string> => ({
  ...spec.env,
  ...relayEnvironment({
    gatewayPort: inside.gatewayPort,
    inbound: `${doorInside(spec.lifeId)}/gateway.sock`,
    outbound: [{ port: inside.modelPort, path: `${hostFolder}/model.sock` }],
  }),
})

function resourcesOf({ memoryMib, cpuCores, pids }: LifeSpec['limits']) {
  const bytes = memoryMib * bytesPerMib
  return {
    Memory: bytes,
    // Memory and swap together, or a machine would only be slowed down and slow the host with it.
    MemorySwap: bytes,
    CpuPeriod: cpuPeriodUs,
    CpuQuota: Math.round(cpuCores * cpuPeriodUs),
    PidsLimit: pids,
    Ulimits: [
      { Name: 'nofile', Soft: 4_096, Hard: 4_096 },
      { Name: 'core', Soft: 0, Hard: 0 },
    ],
  }
}

/**
 * As for runc, except that `clone3` and its like are named: older versions of Docker pass over what the
 * profile says of calls that nobody has named, and refuse those instead of denying that they exist.
 */
function systemCalls() {
  const profile = seccompProfile(hostArchitecture())
  const absent = { names: absentCalls, action: 'SCMP_ACT_ERRNO', errnoRet: profile.defaultErrnoRet }
  return { ...profile, syscalls: [...profile.syscalls, absent] }
}

const bind = (from: string, at: string, isWritable: boolean): MountSettings => ({
  Type: 'bind',
  Source: from,
  Target: at,
  ReadOnly: !isWritable,
  BindOptions: { Propagation: 'rprivate' },
})

const bindOf = (place: Place): MountSettings[] =>
  place.kind === 'bind' ? [bind(place.from, place.at, place.writable === true)] : []

function memoryOf(place: Place): [string, string][] {
  if (place.kind !== 'memory') return []
  const mode = `mode=${place.mode.toString(8)}`
  const size = `size=${String(place.mebibytes * bytesPerMib)}`
  return [[place.at, ['rw', 'nosuid', 'nodev', 'noexec', mode, size].join(',')]]
}
