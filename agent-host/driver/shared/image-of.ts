import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { HostError } from '../../core/errors'
import type { MachineDir } from '../driver'
import { orIfGone } from '../linux/gone'

/** Throws `image_missing` when the image's own Node is not there. */
export async function demandImage(dir: MachineDir): Promise<void> {
  const node = join(dir.image, 'node_modules/.bin/node')
  if ((await orIfGone(stat(node), undefined)) !== undefined) return
  throw new HostError('image_missing', {
    public: 'The software that agents run is not installed on this server.',
    cause: new Error(`${node} does not exist`),
  })
}
