import { describeGateway } from '../contract-gateway'
import { RealRig } from '../testing/real-rig'
import { BubblewrapDriver } from './bubblewrap'

const asRoot = process.geteuid?.() === 0
describeGateway('bubblewrap', () =>
  RealRig.open((options) => new BubblewrapDriver({ ...options, asRoot })),
)
