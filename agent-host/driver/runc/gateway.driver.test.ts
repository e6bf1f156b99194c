import { describe } from 'vitest'
import { describeGateway, describeSleepingGateway } from '../contract-gateway'
import { bringCriu } from '../testing/bring-criu'
import { RealRig } from '../testing/real-rig'
import { RuncDriver } from './runc'

const asRoot = process.geteuid?.() === 0
const brought = await bringCriu()

describe.skipIf(!asRoot)(asRoot ? 'as root' : 'skipped: only root may make containers', () => {
  const openRig = () =>
    RealRig.open(
      (options) =>
        new RuncDriver({
          ...options,
          asRoot,
          ...('path' in brought ? { criu: brought.path } : {}),
        }),
    )
  // One boot serves both: that of a gateway which goes to sleep is the same.
  if ('path' in brought) describeSleepingGateway('runc', openRig)
  else describeGateway(`runc (without sleep on disk: ${brought.problem})`, openRig)
})
