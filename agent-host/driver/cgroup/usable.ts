import { describeError } from '../../core/errors'
import type { Cgroups } from './cgroups'
import { findCgroups } from './find'

/** Controllers can be there and yet refuse us, as in a container: only a made group proves them. */
export async function usableCgroups(groupRoot: string): Promise<{
  cgroups: Cgroups | undefined
  /** Undefined when there are limits. */
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
