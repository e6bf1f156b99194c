import { mkdtemp, readdir, readlink, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LifeId, MachineId, newId } from '../../protocol/ids'
import { placesOf } from '../box/layout'
import { ordinaryCalls } from '../box/ordinary-calls'
import { absentCalls, allowedAddressFamilies, refusedCalls } from '../box/seccomp'
import { type BundlePlan, layRoot, ociConfig, presentPlaces } from './bundle'
import { seccompProfile } from './seccomp-profile'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rp-bundle-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const sources = { home: '/h', tmp: '/t', run: '/r', image: '/i', relay: '/relay.mjs', etc: '/e' }

function plan(changes: Partial<BundlePlan> = {}): BundlePlan {
  const machineId = newId(MachineId, 'mch')
  return {
    spec: {
      machineId,
      lifeId: newId(LifeId, 'lif'),
      dir: { machineId, home: '/h', tmp: '/t', run: '/r', image: '/i' },
      args: [],
      env: { GIVEN: 'by the caller' },
      limits: { memoryMib: 512, cpuCores: 1.5, pids: 64 },
    },
    command: ['/bin/sh'],
    places: placesOf(sources, []),
    uid: 100_007,
    root: '/root-dir',
    cgroupsPath: '/rockpool/x',
    networkPath: '/net',
    criuConfig: '/criu.conf',
    boundsSwap: true,
    oomScoreAdj: 300,
    ...changes,
  }
}

describe('the bundle of a machine', () => {
  it('grants no capability and no new privilege, to a user that is not root', () => {
    const { process: about, root } = ociConfig(plan())
    expect(Object.values(about.capabilities)).toEqual([[], [], [], [], []])
    expect(about.noNewPrivileges).toBe(true)
    expect(about.user).toMatchObject({ uid: 100_007, gid: 100_007 })
    expect(root.readonly).toBe(true)
  })

  it('has namespaces of its own for everything, the network given by us', () => {
    const { linux } = ociConfig(plan())
    const kinds = ['pid', 'ipc', 'uts', 'mount', 'cgroup', 'network']
    expect(linux.namespaces.map(({ type }) => type)).toEqual(kinds)
    expect(linux.namespaces.find(({ type }) => type === 'network')).toMatchObject({ path: '/net' })
  })

  it('lets nothing be written but home, /tmp and memory, and no device or foreign owner in', () => {
    const { mounts } = ociConfig(plan())
    const writable = mounts.filter(({ options }) => !options.includes('ro'))
    expect(writable.map(({ destination }) => destination)).toEqual([
      '/proc',
      '/dev/pts',
      '/dev/shm',
      '/run',
      '/home/agent',
      '/tmp',
    ])
    expect(mounts.filter(({ options }) => !options.includes('nosuid'))).toEqual([])
  })

  it('shares no mount with the host, so that none of either shows at the other', () => {
    const { mounts } = ociConfig(plan())
    const binds = mounts.filter(({ type }) => type === 'bind')
    expect(binds.length).toBeGreaterThan(3)
    expect(binds.filter(({ options }) => !options.includes('private'))).toEqual([])
  })

  it('sets every limit, and swap only where the kernel accounts it', () => {
    const { resources } = ociConfig(plan()).linux
    expect(resources).toEqual({
      devices: [{ allow: false, access: 'rwm' }],
      memory: { limit: 536_870_912, swap: 536_870_912 },
      cpu: { period: 100_000, quota: 150_000 },
      pids: { limit: 64 },
    })
    expect(ociConfig(plan({ boundsSwap: false })).linux.resources.memory).toEqual({
      limit: 536_870_912,
    })
  })

  it('has a mount point for every place, made as often as asked', async () => {
    const file = join(dir, 'a-file')
    await writeFile(file, '')
    const places = await presentPlaces([
      { kind: 'bind', from: '/nowhere', at: '/etc/nowhere', optional: true },
      { kind: 'bind', from: file, at: '/opt/relay.mjs' },
      { kind: 'bind', from: dir, at: '/home/agent', writable: true },
      { kind: 'link', at: '/bin', to: 'usr/bin' },
      { kind: 'memory', at: '/run', mebibytes: 1, mode: 0o755 },
    ])
    const root = join(dir, 'root')
    await Promise.all([layRoot(root, places), layRoot(root, places)])
    expect((await readdir(root)).sort()).toEqual(['bin', 'dev', 'home', 'opt', 'proc', 'run'])
    expect((await stat(join(root, 'opt/relay.mjs'))).isFile()).toBe(true)
    expect(await readlink(join(root, 'bin'))).toBe('usr/bin')
  })
})

describe('the system call filter of a bundle', () => {
  const { syscalls, ...rest } = seccompProfile('x64')

  it('answers what nobody has named as an older kernel would', () => {
    expect(rest).toMatchObject({ defaultAction: 'SCMP_ACT_ERRNO', defaultErrnoRet: 38 })
  })

  it('allows nothing that is refused or absent elsewhere', () => {
    const refused = new Set<string>([...refusedCalls, ...absentCalls, 'clone', 'socket'])
    expect(ordinaryCalls.filter((name) => refused.has(name))).toEqual([])
    expect(ordinaryCalls.length).toBeGreaterThan(250)
  })

  it('lets clone make no namespace', () => {
    const rules = syscalls.filter(({ names }) => names.includes('clone'))
    expect(rules).toEqual([
      {
        names: ['clone'],
        action: 'SCMP_ACT_ALLOW',
        args: [{ index: 0, op: 'SCMP_CMP_MASKED_EQ', value: 0x7e020000, valueTwo: 0 }],
      },
    ])
  })

  it('has one answer for every family of sockets', () => {
    const rules = syscalls.filter(({ names }) => names.includes('socket'))
    for (let family = 0; family < 50; family += 1) {
      const met = rules.filter(({ args: [argument] = [] }) =>
        argument?.op === 'SCMP_CMP_GT' ? family > argument.value : family === argument?.value,
      )
      const isAllowed = (allowedAddressFamilies as readonly number[]).includes(family)
      expect(met).toMatchObject([{ action: isAllowed ? 'SCMP_ACT_ALLOW' : 'SCMP_ACT_ERRNO' }])
    }
  })
})
