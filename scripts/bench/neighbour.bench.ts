import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../agent-host/core/clock'
import { LoopDisks } from '../../agent-host/disk/loop-disks'
import { withDriver } from './neighbour/drivers'
import { beNoisy } from './neighbour/noise'
import { Tenant } from './neighbour/tenant'
import { quantile, rounded } from './statistics'

// What one machine that forks, fills its disk, eats memory and floods its log does to another's answers,
// behind real walls and on disks of their own, with the limits of the product. In turns: quiet, then noisy.
// Needs root. Arguments: rounds, then names of drivers. Fails when the median of the p99's growth is over the
// limit for one of them.

const [rounds = '7', ...asked] = process.argv.slice(2)
const names = asked.length > 0 ? asked : ['runc', 'bubblewrap']
const perPhase = 500
const limit = 1.1
const diskMib = 512

async function measure(name: string) {
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'rpn-')))
  const root = join(dir, 'machines')
  await mkdir(root)
  const disks = new LoopDisks({ root, limitMib: diskMib, clock: systemClock })
  try {
    return await withDriver(name, dir, async (driver, image) => {
      const open = (called: string) =>
        Tenant.open({ driver, disks, image, base: join(root, called) })
      await using quietOne = await open('quiet')
      const quiet: number[][] = []
      const noisy: number[][] = []
      await answers(quietOne, perPhase)
      for (let round = 0; round < Number(rounds); round += 1) {
        quiet.push(await answers(quietOne, perPhase))
        await using noisyOne = await open(`noisy-${String(round)}`)
        await beNoisy(noisyOne)
        noisy.push(await answers(quietOne, perPhase))
      }
      return { driver: name, ...compare(quiet, noisy) }
    })
  } finally {
    await disks.closeAll()
    await rm(dir, { recursive: true, force: true })
  }
}

/** How long each of `count` questions took, one after the other. */
async function answers(tenant: Tenant, count: number): Promise<number[]> {
  const tookMs: number[] = []
  for (let at = 0; at < count; at += 1) {
    const startedAt = performance.now()
    await tenant.ask()
    tookMs.push(performance.now() - startedAt)
  }
  return tookMs
}

function compare(quiet: readonly number[][], noisy: readonly number[][]) {
  const at = (rows: readonly number[][], share: number) =>
    rows.map((row) => quantile(row, share)).map((value) => rounded(value, 2))
  const median = (values: readonly number[]) => rounded(quantile(values, 0.5), 2)
  const phase = (rows: readonly number[][]) => ({
    p50: median(at(rows, 0.5)),
    p99: median(at(rows, 0.99)),
  })
  const growth = (share: number) =>
    at(noisy, share).map((value, round) => value / (at(quiet, share)[round] ?? Number.NaN))
  return {
    rounds: quiet.length,
    perPhase,
    quietMs: phase(quiet),
    noisyMs: phase(noisy),
    p50Growth: median(growth(0.5)),
    p99Growth: median(growth(0.99)),
  }
}

if (process.geteuid?.() !== 0) throw new Error('limits are set by root alone: run this as root')
const drivers = []
for (const name of names) drivers.push(await measure(name))
console.log(JSON.stringify({ bench: 'neighbour', limit, drivers }))
process.exitCode = drivers.every(({ p99Growth }) => p99Growth <= limit) ? 0 : 1
