import { fileURLToPath } from 'node:url'
import { describeError } from '../core/errors'
import { findProgram } from '../driver/linux/programs'
import { isGuestBuilt } from '../driver/microvm/guest/guest-image'
import { buildGuest } from '../image/microvm/build-guest'

const kept = fileURLToPath(new URL('../../.rockpool/test-guest', import.meta.url))

/**
 * A system for virtual machines without the tools that agents like, built once. For tests: the product takes
 * what its operator has built.
 */
export async function bringGuest(): Promise<{ dir: string } | { problem: string }> {
  if (process.geteuid?.() !== 0) return { problem: 'only root may run virtual machines' }
  if (process.arch !== 'x64') return { problem: 'virtual machines are built for x64 alone' }
  for (const program of ['qemu-system-x86_64', 'apt-get', 'mkfs.ext4'] as const) {
    if ((await findProgram(program)) === undefined) {
      return { problem: `${program} is not installed` }
    }
  }
  try {
    if (!(await isGuestBuilt(kept))) await buildGuest(kept, [])
    return { dir: kept }
  } catch (error) {
    return { problem: `its system could not be built: ${describeError(error)}` }
  }
}
