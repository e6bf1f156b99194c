import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { HostError } from '../../core/errors'
import type { MachineDir } from '../driver'

/** Where a machine that has lived as a virtual machine keeps everything: beside its home and its /tmp. */
export const storageDiskOf = (dir: Pick<MachineDir, 'home'>): string =>
  join(dirname(dir.home), 'machine.img')

/**
 * For drivers that use the directories themselves. Throws `driver_failed` for a machine whose directories are
 * empty because it has a disk: its agent would begin with nothing and think that this is all.
 */
export function demandFolders(dir: MachineDir): void {
  if (!existsSync(storageDiskOf(dir))) return
  throw new HostError('driver_failed', {
    public:
      'This agent lives on the disk of a virtual machine. It starts again when this server runs virtual machines (ROCKPOOL_DRIVER=microvm).',
    facts: { machineId: dir.machineId },
  })
}
