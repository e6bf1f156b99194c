import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../agent-host/core/clock'
import { BubblewrapDriver } from '../../agent-host/driver/bubblewrap/bubblewrap'
import { RuncDriver } from '../../agent-host/driver/runc/runc'
import { bringCriu } from '../../agent-host/driver/testing/bring-criu'
import type { SleepDepth } from '../../agent-host/protocol/sleep-depth'
import { coldStart, serveDemoModel } from './cold-gateway'
import { ratio, summary } from './statistics'
import { installedImage } from './wake/installed-image'
import { residentMib } from './wake/resident'
import { SleepingHost } from './wake/sleeping-host'

// From a browser's coming to the first token of an answer, for an agent that sleeps: halted in memory, with its
// memory on disk, and stopped; beside a stock gateway from its command to its first token, alternating in one
// run. Hosts stand behind real walls and give each machine a disk of its own, as root's do. CRIU is the system's
// own, or one that was fetched for tests; without one there is no line for it, and the last line says why.

const rounds = Number(process.argv[2] ?? 10)
if (process.geteuid?.() !== 0) throw new Error('only root can halt a machine or write it to disk')

const image = installedImage()
const brought = await bringCriu(process.cwd())
const criu = 'path' in brought ? { criu: brought.path } : {}
const clock = systemClock
const hosts = [
  await SleepingHost.start({
    image,
    makeDriver: (places) => new RuncDriver({ ...places, ...criu, clock, asRoot: true }),
  }),
  await SleepingHost.start({
    image,
    makeDriver: (places) => new BubblewrapDriver({ ...places, clock, asRoot: true }),
  }),
]
const demo = await serveDemoModel()
const cacheDir = await mkdtemp(join(tmpdir(), 'rockpool-cache-'))
const cold: number[] = []
const woken = new Map<string, number[]>()
const residents = new Map<string, number[]>()
const into = (samples: Map<string, number[]>, name: string, value: number) =>
  samples.set(name, [...(samples.get(name) ?? []), value])

try {
  // Round 0 is thrown away: it fills caches on both sides.
  for (let round = 0; round <= rounds; round += 1) {
    const { firstTokenMs } = await coldStart(image.dir, demo.baseUrl, cacheDir)
    if (round > 0) cold.push(firstTokenMs)
    const said = [`cold ${Math.round(firstTokenMs)}`]
    for (const host of hosts) {
      const depths: SleepDepth[] = ['frozen', 'hibernated', 'stopped']
      for (const depth of depths) {
        if (depth === 'hibernated' && host.driver.hibernation === undefined) continue
        const name = `${host.driver.name} ${depth}`
        await host.sleep(depth)
        const heldMib = await residentMib(host.machineId)
        const tookMs = await host.wake(depth)
        said.push(`${name} ${Math.round(tookMs)}`)
        if (round === 0) continue
        into(woken, name, tookMs)
        into(residents, name, heldMib)
      }
    }
    console.error(`round ${round}: ${said.join(' · ')} ms`)
  }
} finally {
  demo.close()
  for (const host of hosts) await host.stop()
  await rm(cacheDir, { recursive: true, force: true })
}

const named = <T>(samples: Map<string, number[]>, tell: (values: number[]) => T) =>
  Object.fromEntries([...samples].map(([name, values]) => [name, tell(values)]))
console.log(
  JSON.stringify({
    bench: 'wake',
    unit: 'ms',
    criu: 'path' in brought ? brought.path : brought.problem,
    cold: summary(cold),
    woken: named(woken, summary),
    ratio: named(woken, (values) => ratio(cold, values)),
    residentMib: named(residents, (values) => summary(values).p50),
  }),
)
