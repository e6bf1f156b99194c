import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { SleepDepth } from '../../agent-host/protocol/sleep-depth'
import { coldStart, serveDemoModel } from './cold-gateway'
import { quantile } from './statistics'
import { bothDrivers } from './wake/both-drivers'
import { installedImage } from './wake/installed-image'
import { residentMib, residentTreeMib } from './wake/resident'

// How many agents fit into a gibibyte of memory, awake after a few chats and asleep by each step, per driver,
// beside a stock gateway after its first chat. What is counted is what the processes hold in memory: shared pages
// in parts, swapped ones not at all. Without swap a halted agent holds what it held awake.

const rounds = Number(process.argv[2] ?? 3)

const image = installedImage()
const { hosts, criu } = await bothDrivers(image)
const demo = await serveDemoModel()
const cacheDir = await mkdtemp(join(tmpdir(), 'rockpool-cache-'))
const held = new Map<string, number[]>()
const note = (name: string, mib: number): void => {
  held.set(name, [...(held.get(name) ?? []), mib])
}

try {
  for (let round = 0; round < rounds; round += 1) {
    const look = async (pid: number) => note('stock', await residentTreeMib(pid))
    await coldStart({ image: image.dir, modelUrl: demo.baseUrl, cacheDir, look })
    for (const host of hosts) {
      const { name, hibernation } = host.driver
      const depths: SleepDepth[] = hibernation === undefined ? ['frozen'] : ['frozen', 'hibernated']
      for (const depth of depths) {
        await host.sleep(depth)
        note(`${name} ${depth}`, await settledMib(host.machineId))
        const awake = async () => note(`${name} awake`, await residentMib(host.machineId))
        await host.wake(depth, awake)
      }
    }
    console.error(`round ${round}: ${JSON.stringify(Object.fromEntries(held))}`)
  }
} finally {
  demo.close()
  for (const host of hosts) await host.stop()
  await rm(cacheDir, { recursive: true, force: true })
}

/** Moving memory to swap takes a while, and nothing says when it is done. */
async function settledMib(machineId: string): Promise<number> {
  for (let before = Number.NaN; ; ) {
    const now = await residentMib(machineId)
    if (now === before) return now
    before = now
    await delay(500)
  }
}

const stockMib = quantile(held.get('stock') ?? [], 0.5)
const rows = [...held].map(([name, values]) => {
  const mib = quantile(values, 0.5)
  const perGib = mib === 0 ? null : Number((1_024 / mib).toFixed(2))
  return [name, { mib, perGib, timesStock: mib === 0 ? null : Number((stockMib / mib).toFixed(2)) }]
})
console.log(
  JSON.stringify({
    bench: 'density',
    unit: 'MiB',
    n: rounds,
    criu,
    swap: (await readFile('/proc/swaps', 'utf8')).trim().split('\n').slice(1),
    ...Object.fromEntries(rows),
  }),
)
