import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { seedAccounts } from '../../drizzle/seed/seed-accounts'
import { startPostgres } from '../launcher/postgres/postgres'
import { type PageRead, pageReads } from './console/page-reads'
import { consoleCtx, migrated } from './operator-ctx'
import { quantile } from './statistics'

// What each page of the operator's console asks of a database with this many accounts, with their
// agents, leases and history. Fails when the median of one page is over its limit.

const accounts = Number(process.argv[2] ?? 10_000)
const rounds = 7
const limitMs = 50

const dir = await mkdtemp(join(tmpdir(), 'rockpool-bench-console-'))
const server = await startPostgres({ dir, fsync: false })
let isWithin = true
try {
  await migrated(server.url)
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined })
  const startedAt = performance.now()
  await seedAccounts(sql, { accounts, until: new Date('2026-03-01T00:00:00Z') })
  console.log(`${accounts} accounts in ${Math.round(performance.now() - startedAt)} ms`)
  await sql.end()

  const { ctx, explain, close } = await consoleCtx(server.url)
  const p50Ms: Record<string, number> = {}
  for (const [name, read] of Object.entries(await pageReads(ctx))) {
    const medianMs = await medianOf(read)
    p50Ms[name] = Number(medianMs.toFixed(1))
    console.log(`${name.padEnd(28)} ${medianMs.toFixed(1)} ms`)
    if (medianMs <= limitMs) continue
    isWithin = false
    console.log(await explain(read))
  }
  await close()
  console.log(JSON.stringify({ bench: 'console', accounts, rounds, limitMs, p50Ms }))
} finally {
  await server.stop()
  await rm(dir, { recursive: true, force: true })
}
process.exitCode = isWithin ? 0 : 1

async function medianOf(read: PageRead): Promise<number> {
  // The first read pays for plans and for pages that no other has asked for.
  await read()
  const samples: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now()
    await read()
    samples.push(performance.now() - startedAt)
  }
  return quantile(samples, 0.5)
}
