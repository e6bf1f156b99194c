import { expect, it } from 'vitest'
import { guestMemoryMib, outerLimits, qemuCommand, qemuPlaces } from './qemu'

const limits = { memoryMib: 512, cpuCores: 1.5, pids: 64 }
const command = (about: { accelerator?: 'kvm' | 'tcg'; wakes?: boolean } = {}) =>
  qemuCommand({ program: 'qemu', accelerator: 'tcg', limits, wakes: false, ...about })
const after = (words: readonly string[], word: string) => words[words.indexOf(word) + 1]
const files = {
  kernel: '/a/kernel',
  initrd: '/a/initrd',
  system: '/a/system',
  image: '/a/image',
  storage: '/a/storage',
  tmp: '/a/tmp',
  run: '/a/run',
  kvm: undefined,
}

it('gives a machine no network card, and QEMU nothing that it could start or become', () => {
  const words = command()
  expect(after(words, '-nic')).toBe('none')
  expect(words.join(' ')).not.toMatch(/netdev|slirp|virtio-net/)
  const refused = ['obsolete', 'elevateprivileges', 'spawn', 'resourcecontrol']
  for (const each of refused) expect(after(words, '-sandbox')).toContain(`${each}=deny`)
})

it('can write the disk of its own machine and nothing else', () => {
  const writable = qemuPlaces(files).filter(
    (place) => place.kind === 'bind' && place.writable === true,
  )
  expect(writable.map((place) => place.at)).toEqual(['/vm/storage', '/tmp'])
  const drives = command().filter((word) => word.startsWith('if=none'))
  expect(drives.filter((drive) => !drive.includes('readonly=on'))).toEqual([
    expect.stringContaining('id=storage'),
  ])
})

it('has the processor that its accelerator can give, and whole processors for parts', () => {
  expect(after(command({ accelerator: 'kvm' }), '-cpu')).toBe('host')
  expect(after(command({ accelerator: 'kvm' }), '-machine')).toContain('accel=kvm')
  expect(after(command(), '-cpu')).toBe('max')
  expect(after(command(), '-smp')).toBe('2')
})

it('waits for the host before it goes on from memory', () => {
  expect(command({ wakes: true })).toEqual(expect.arrayContaining(['-S', '-incoming', 'fd:10']))
  expect(command()).not.toContain('-incoming')
})

it('leaves room around what the agent may have, inside the guest and around QEMU', () => {
  expect(guestMemoryMib(limits)).toBeGreaterThan(limits.memoryMib)
  const outer = outerLimits(limits, 'kvm')
  expect(outer.memoryMib).toBeGreaterThan(guestMemoryMib(limits))
  expect(outerLimits(limits, 'tcg').memoryMib).toBeGreaterThan(outer.memoryMib)
  expect(outer.cpuCores).toBe(limits.cpuCores)
})
