import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../core/clock'
import { bootOnce, kvmProblem } from './kvm'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rp-kvm-'))
  await writeFile(join(dir, 'busybox'), 'a shell')
})
afterEach(() => rm(dir, { recursive: true, force: true }))

/** What stands in for QEMU here; counts how often it was started. */
async function parts(script: string) {
  const qemu = join(dir, 'qemu')
  await writeFile(qemu, `#!/bin/sh\necho started >>${dir}/starts\n${script}\n`)
  await chmod(qemu, 0o755)
  return {
    qemu,
    qemuVersion: 'QEMU 1.2.3',
    kernel: join(dir, 'vmlinuz'),
    guestHash: 'abc',
    stateDir: dir,
    clock: systemClock,
  }
}
const starts = async () => (await readFile(join(dir, 'starts'), 'utf8')).split('\n').length - 1

describe('whether KVM works', () => {
  it('is believed only of a guest that was there', async () => {
    expect(await kvmProblem(await parts('echo rockpool-guest-is-up'))).toBeUndefined()
  })

  it('is not believed of a QEMU that ends without one', async () => {
    expect(await kvmProblem(await parts('echo Probing EDD... ok'))).toContain('kernel ended')
  })

  it('is told in the words of a QEMU that refuses', async () => {
    const refusing = await parts('echo "Could not access KVM kernel module" >&2; exit 1')
    expect(await kvmProblem(refusing)).toBe('Could not access KVM kernel module')
  })

  it('is not waited for longer than its time', async () => {
    const hanging = await parts('exec sleep 600')
    expect(await bootOnce(hanging, 'kvm', 500)).toContain('had not come up')
  })

  it('is found out once, and again for another QEMU, another guest, or a day after it was refused', async () => {
    const working = await parts('echo rockpool-guest-is-up')
    await kvmProblem(working)
    await kvmProblem(working)
    expect(await starts()).toBe(1)
    await kvmProblem({ ...working, qemuVersion: 'QEMU 9' })
    await kvmProblem({ ...working, guestHash: 'def' })
    expect(await starts()).toBe(3)

    const refused = await parts('exit 1')
    const other = { ...refused, guestHash: 'refused' }
    await kvmProblem(other)
    await kvmProblem(other)
    expect(await starts()).toBe(4)
    const tomorrow = { ...systemClock, now: () => Date.now() + 25 * 3_600_000 }
    await kvmProblem({ ...other, clock: tomorrow })
    expect(await starts()).toBe(5)
  })

  it('is found out again when its note is torn', async () => {
    await writeFile(join(dir, 'kvm.json'), '{"of"')
    expect(await kvmProblem(await parts('echo rockpool-guest-is-up'))).toBeUndefined()
    expect(await starts()).toBe(1)
  })
})
