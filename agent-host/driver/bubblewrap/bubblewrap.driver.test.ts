import { describeDriver } from '../contract'
import { describeWalls } from '../contract-walls'
import { RealRig } from '../testing/real-rig'
import { BubblewrapDriver } from './bubblewrap'

const isRoot = process.geteuid?.() === 0

// What root gets, where we are root; and the lesser form that an ordinary user gets, always.
const forms = isRoot ? [true, false] : [false]

for (const asRoot of forms) {
  const name = asRoot ? 'bubblewrap as root' : 'bubblewrap as an ordinary user'
  const openRig = () => RealRig.open((options) => new BubblewrapDriver({ ...options, asRoot }))
  describeDriver(name, openRig)
  describeWalls(name, { openRig, hasLimits: asRoot })
}
