import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { HostUnderTest } from '../testing/host-under-test'

const isRoot = process.getuid?.() === 0

/** A small disk of its own, gone when the test is over. */
function smallDisk(sizeMib: number) {
  const path = mkdtempSync(join(tmpdir(), 'rpd-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMib}m`, 'tmpfs', path])
  return {
    path,
    [Symbol.dispose]() {
      execFileSync('umount', ['-l', path])
      rmSync(path, { recursive: true })
    },
  }
}

it.skipIf(!isRoot)(
  'a full disk makes no new machine, says so, touches nobody, and is over when there is room again (needs root to mount a small disk)',
  async () => {
    using disk = smallDisk(1_200)
    await using host = await HostUnderTest.start({ dir: disk.path })
    const machineId = await host.readyMachine()
    const { agentId, accountId } = host.ticket(machineId)
    writeFileSync(join(disk.path, 'ballast'), Buffer.alloc(900 * 1_048_576))
    const persona = { version: 1, files: {}, skills: [] }
    const lease = { machineId, agentId, accountId, generation: 1, persona }
    expect((await host.call('lease', lease)).status).toBe(200)
    const full = await host.until(
      (now) => now.pool.problem !== null && now.machines[0]?.lease?.agentState === 'ready',
    )
    expect(full.pool.problem).toContain('disk is full')
    expect(full.machines).toHaveLength(1)

    rmSync(join(disk.path, 'ballast'))
    await host.until((now) => now.pool.ready === 1 && now.pool.problem === null)
  },
)
