import { systemClock } from '../../../agent-host/core/clock'
import { BubblewrapDriver } from '../../../agent-host/driver/bubblewrap/bubblewrap'
import { RuncDriver } from '../../../agent-host/driver/runc/runc'
import { bringCriu } from '../../../agent-host/driver/testing/bring-criu'
import type { Image } from './installed-image'
import { type DriverPlaces, SleepingHost } from './sleeping-host'

/** One host behind each kind of walls. `criu` is where CRIU is, or why there is none. */
export async function bothDrivers(
  image: Image,
): Promise<{ hosts: readonly SleepingHost[]; criu: string }> {
  if (process.geteuid?.() !== 0) {
    throw new Error('only root can halt a machine or write it to disk: run this benchmark as root')
  }
  const brought = await bringCriu(process.cwd())
  const own = 'path' in brought ? { criu: brought.path } : {}
  const clock = systemClock
  const first = await SleepingHost.start({
    image,
    makeDriver: (places) => new RuncDriver({ ...places, ...own, clock, asRoot: true }),
  })
  const makeDriver = (places: DriverPlaces) =>
    new BubblewrapDriver({ ...places, clock, asRoot: true })
  try {
    const hosts = [first, await SleepingHost.start({ image, makeDriver })]
    return { hosts, criu: 'path' in brought ? brought.path : brought.problem }
  } catch (error) {
    await first.stop()
    throw error
  }
}
