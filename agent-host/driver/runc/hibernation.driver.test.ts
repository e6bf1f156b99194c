import { describe } from 'vitest'
import { describeSleepingGateway } from '../contract-gateway'
import { describeHibernation } from '../contract-hibernation'
import { bringCriu } from '../testing/bring-criu'
import { RealRig } from '../testing/real-rig'
import { RuncDriver } from './runc'

const brought = await bringCriu()
const title = 'problem' in brought ? `skipped: ${brought.problem}` : 'by CRIU'

describe.skipIf('problem' in brought)(title, () => {
  const criu = 'path' in brought ? { criu: brought.path } : {}
  const openRig = () =>
    RealRig.open((options) => new RuncDriver({ ...options, ...criu, asRoot: true }))
  describeHibernation('runc', openRig)
  describeSleepingGateway('runc', openRig)
})
