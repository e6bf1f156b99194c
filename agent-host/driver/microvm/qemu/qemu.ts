import { hostFolder, inside, type Place } from '../../box/layout'
import type { LifeSpec } from '../../driver'
import { firstMoreDescriptor } from '../../shared/chain'

/** `tcg` runs every instruction of the machine in software: for tests, and for who asks for it by name. */
export type Accelerator = 'kvm' | 'tcg'

/** What the guest's kernel, its first process and the pages of its file systems take beside the agent. */
const guestOverheadMib = 96
/** What QEMU itself takes; emulation keeps the code that it has translated. */
const qemuOverheadMib: Record<Accelerator, number> = { kvm: 96, tcg: 384 }
/** Threads of QEMU: one per processor, one loop, and up to 64 for its disks. */
const qemuThreads = 96

/** What the guest has of memory, so that its agent may have what the limits say. */
export const guestMemoryMib = (limits: Pick<LifeSpec['limits'], 'memoryMib'>): number =>
  limits.memoryMib + guestOverheadMib

/** The limits of the host's own control group around QEMU. The agent's are set inside. */
export const outerLimits = (
  limits: LifeSpec['limits'],
  accelerator: Accelerator,
): LifeSpec['limits'] => ({
  memoryMib: guestMemoryMib(limits) + qemuOverheadMib[accelerator],
  cpuCores: limits.cpuCores,
  pids: qemuThreads,
})

/** Files of one machine as the process that builds the box finds them. */
export interface MachineFiles {
  kernel: string
  initrd: string
  system: string
  image: string
  storage: string
  tmp: string
  /** The machine's sockets: QEMU writes its memory to one of them. */
  run: string
  /** /dev/kvm as the machine's user may open it; undefined for emulation. */
  kvm: string | undefined
}

const folder = '/vm'

/** The box around QEMU: the host's programs, and no file of anybody else. */
export function qemuPlaces(files: MachineFiles): Place[] {
  const { tmp, run, storage, kvm: _, ...readOnly } = files
  const links = ['bin', 'sbin', 'lib', 'lib64']
  return [
    { kind: 'bind', from: '/usr', at: '/usr' },
    ...links.map((name): Place => ({ kind: 'link', at: `/${name}`, to: `usr/${name}` })),
    { kind: 'bind', from: '/etc/ld.so.cache', at: '/etc/ld.so.cache', optional: true },
    { kind: 'bind', from: '/etc/alternatives', at: '/etc/alternatives', optional: true },
    { kind: 'folder', at: inside.home },
    ...Object.entries(readOnly).map(
      ([name, from]): Place => ({ kind: 'bind', from, at: `${folder}/${name}` }),
    ),
    { kind: 'bind', from: storage, at: `${folder}/storage`, writable: true },
    { kind: 'bind', from: tmp, at: inside.tmp, writable: true },
    { kind: 'bind', from: run, at: hostFolder },
  ]
}

/** Sockets that the host has made and QEMU listens on, by descriptor. */
export const lineDescriptors = {
  channel: 3,
  control: firstMoreDescriptor,
  monitor: firstMoreDescriptor + 1,
  memory: firstMoreDescriptor + 2,
} as const

/** The machine as a command line. No path or name in it is the host's. */
export function qemuCommand(about: {
  program: string
  accelerator: Accelerator
  limits: LifeSpec['limits']
  /** Goes on from memory that was written to disk, instead of booting. */
  wakes: boolean
}): string[] {
  const { program, accelerator, limits, wakes } = about
  const socket = (id: 'channel' | 'control' | 'monitor') => [
    '-chardev',
    `socket,id=${id},fd=${String(lineDescriptors[id])},server=on,wait=off`,
  ]
  const disk = (name: 'system' | 'image' | 'storage', options: string) => [
    '-drive',
    `if=none,id=${name},format=raw,file=${folder}/${name},${options}`,
    '-device',
    `virtio-blk-pci,drive=${name},serial=${name}`,
  ]
  const port = (id: 'channel' | 'control') => [
    '-device',
    `virtserialport,chardev=${id},name=rockpool.${id}`,
  ]
  return [
    program,
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-nic', 'none'],
    // What QEMU never needs is refused to it as well, in case that its machine takes it over.
    '-sandbox',
    'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny',
    // microvm would be smaller, and does not always boot under emulation.
    ...['-machine', `q35,accel=${accelerator},usb=off,smbus=off,sata=off,vmport=off`],
    ...['-cpu', accelerator === 'kvm' ? 'host' : 'max'],
    ...['-smp', String(Math.max(1, Math.ceil(limits.cpuCores)))],
    ...['-m', String(guestMemoryMib(limits))],
    ...['-kernel', `${folder}/kernel`, '-initrd', `${folder}/initrd`],
    ...['-append', 'console=ttyS0 quiet loglevel=3 panic=-1 random.trust_cpu=on'],
    ...['-object', 'rng-builtin,id=random', '-device', 'virtio-rng-pci,rng=random'],
    // What the agent has freed goes back to the server.
    ...['-device', 'virtio-balloon-pci,free-page-reporting=on'],
    ...disk('system', 'readonly=on'),
    ...disk('image', 'readonly=on'),
    ...disk('storage', 'discard=unmap,detect-zeroes=unmap'),
    ...['-device', 'virtio-serial-pci'],
    ...[...socket('channel'), ...port('channel'), ...socket('control'), ...port('control')],
    ...[...socket('monitor'), '-mon', 'chardev=monitor,mode=control'],
    ...['-chardev', 'ringbuf,id=console,size=65536', '-serial', 'chardev:console'],
    ...(wakes ? ['-S', '-incoming', `fd:${String(lineDescriptors.memory)}`] : []),
  ]
}
