import { describe } from 'vitest'
import { describeGateway } from '../contract-gateway'
import { RealRig } from '../testing/real-rig'
import { RuncDriver } from './runc'

const asRoot = process.geteuid?.() === 0

describe.skipIf(!asRoot)(asRoot ? 'as root' : 'skipped: only root may make containers', () => {
  describeGateway('runc', () => RealRig.open((options) => new RuncDriver({ ...options, asRoot })))
})
