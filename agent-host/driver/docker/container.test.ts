import { expect, it } from 'vitest'
import { LifeId, MachineId, newId } from '../../protocol/ids'
import { etcFiles } from '../box/etc'
import { placesOf } from '../box/layout'
import type { FleetControl } from '../testing/fleet-profile'
import { containerOf } from './container'
import { nameInLabels } from './engine/labels'

const machineId = newId(MachineId, 'mch')
const lifeId = newId(LifeId, 'lif')
const dir = { machineId, home: '/m/home', tmp: '/m/tmp', run: '/m/run', image: '/i' }
const sources = { ...dir, relay: '/r/relay.mjs', etc: '/b/etc' }

const container = containerOf({
  spec: {
    machineId,
    lifeId,
    dir,
    args: ['gateway'],
    env: { PATH: '/usr/bin:/bin' },
    limits: { memoryMib: 1_792, cpuCores: 1.5, pids: 256 },
  },
  command: ['/bin/sh', '-c', 'true'],
  places: placesOf(sources, etcFiles),
  door: '/m/run/in',
  uid: 100_007,
  installation: 'aaaaaaaaaaaa',
  image: 'sha256:1234',
  runtime: undefined,
  oomScoreAdj: 300,
})
const host = container.HostConfig
// Docker's types leave these untyped; ours are strings.
const securityOptions = host.SecurityOpt as string[]

/** Each line of what OpenClaw documents of its own containers, and what stands in its place here. */
const fleetLines: Record<FleetControl, () => void> = {
  'Linux capabilities': () => {
    expect(host.CapDrop).toEqual(['ALL'])
    expect(host.CapAdd).toBeUndefined()
  },
  'Privilege escalation': () => expect(securityOptions).toContain('no-new-privileges'),
  // The first process is ours: it hands signals on and takes in orphans, and one program less is inside.
  'Init process': () => expect(container.Cmd?.[0]).toBe('/bin/sh'),
  'Process limit': () => expect(host.PidsLimit).toBe(256),
  // And no swap on top, which Docker would give as much again of.
  'Memory limit': () => {
    expect(host.Memory).toBe(1_792 * 1_048_576)
    expect(host.MemorySwap).toBe(host.Memory)
  },
  'CPU limit': () => expect(host.CpuQuota).toBe(150_000),
  // There is nothing to limit: the layer cannot be written.
  'Writable-layer disk': () => expect(host.ReadonlyRootfs).toBe(true),
  // Not by Docker, which would not know of a second life elsewhere.
  'Restart policy': () => expect(host.RestartPolicy).toEqual({ Name: 'no' }),
  // No port at all: a unix socket leads inside.
  'Host publishing': () => {
    expect(host.PortBindings).toBeUndefined()
    expect(host.PublishAllPorts).toBeUndefined()
    expect(container.ExposedPorts).toBeUndefined()
  },
  // None, instead of one each.
  'Cell network': () => expect(host.NetworkMode).toBe('none'),
  // A user of its own for each machine, instead of the operator's.
  'Container identity': () => expect(container.User).toBe('100007:100007'),
  'Persistent state': () => {
    const writable = host.Mounts?.filter((mount) => mount.ReadOnly !== true)
    expect(writable?.map((mount) => mount.Source)).toEqual(['/m/home', '/m/tmp', '/m/run/in'])
  },
  // Inside it listens on its own loopback only; what that is called is decided above the drivers.
  'Container command': () => expect(container.Env?.join()).toContain('"gatewayPort":18789'),
}

it.each(Object.entries(fleetLines))('is at least as strict as fleet: %s', (_, compare) => {
  compare()
})

it('is stricter than fleet where fleet says nothing', () => {
  expect(host).toMatchObject({
    IpcMode: 'private',
    CgroupnsMode: 'private',
    Privileged: false,
    LogConfig: { Type: 'none' },
    Ulimits: [
      { Name: 'nofile', Hard: 4_096 },
      { Name: 'core', Hard: 0 },
    ],
  })
  expect(host.MaskedPaths).toContain('/sys')
  expect(host.ReadonlyPaths).toContain('/proc/sys')
  const filter = securityOptions.find((option) => option.startsWith('seccomp='))
  const profile = JSON.parse(filter?.slice('seccomp='.length) ?? '') as {
    defaultAction: string
    syscalls: { names: string[]; action: string; errnoRet?: number }[]
  }
  expect(profile.defaultAction).toBe('SCMP_ACT_ERRNO')
  const clone3 = profile.syscalls.filter(({ names }) => names.includes('clone3'))
  expect(clone3).toMatchObject([{ action: 'SCMP_ACT_ERRNO', errnoRet: 38 }])
})

it("shows a machine neither Docker's socket nor the devices of the server", () => {
  expect(JSON.stringify(container)).not.toContain('docker.sock')
  expect(host.Devices).toBeUndefined()
  expect(host.Binds).toBeUndefined()
  expect(host.VolumesFrom).toBeUndefined()
})

it('names the life on its labels, and takes no other words for one', () => {
  const labels = container.Labels ?? {}
  expect(nameInLabels(labels)).toEqual({ machineId, lifeId })
  expect(labels['rockpool.installation']).toBe('aaaaaaaaaaaa')
  expect(nameInLabels({ ...labels, 'rockpool.machine': '../x' })).toBeUndefined()
  expect(nameInLabels({})).toBeUndefined()
})

it('asks for a runtime only when it was given the name of one', () => {
  expect(host.Runtime).toBeUndefined()
})
