import { describe, expect, it } from 'vitest'
import { BubblewrapDriver } from './bubblewrap/bubblewrap'
import { describeFreezer } from './contract-freezer'
import { RuncDriver } from './runc/runc'
import { RealRig } from './testing/real-rig'
import { withoutHurry } from './testing/rig'

const asRoot = process.geteuid?.() === 0
const why = asRoot ? 'as root' : 'skipped: only root has control groups'

describe.skipIf(!asRoot)(`machines that are halted in memory, ${why}`, () => {
  describeFreezer('runc', () => RealRig.open((options) => new RuncDriver({ ...options, asRoot })))
  describeFreezer('bubblewrap', () =>
    RealRig.open((options) => new BubblewrapDriver({ ...options, asRoot })),
  )
})

it('an ordinary user’s machines are not halted: a machine would see the signal', async () => {
  const rig = await RealRig.open((options) => new BubblewrapDriver({ ...options, asRoot: false }))
  try {
    const driver = rig.driver()
    expect((await driver.probe(withoutHurry())).ok).toBe(true)
    expect(driver.freezer).toBeUndefined()
  } finally {
    await rig.dispose()
  }
})
