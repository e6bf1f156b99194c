import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { claimOrQueue } from '../../server/domain/leases'
import { startPostgres } from '../launcher/postgres/postgres'
import { migrated, operatorCtx } from './operator-ctx'
import { stockPool, type Waiting } from './pool/stock'
import { quantile } from './statistics'

// How fast agents are given machines: the product's own claim (queue looked at, machine marked, generation
// raised, lease and record written, one durable transaction) beside the least that any pool in PostgreSQL
// must do, one bare UPDATE ... SKIP LOCKED of the same rows. Same run, alternating, same connections.

const rounds = Number(process.argv[2] ?? 10)
const perRound = 400
const rivals = 8

const dir = await mkdtemp(join(tmpdir(), 'rockpool-bench-pool-'))
const server = await startPostgres({ dir, fsync: true })
try {
  await migrated(server.url)
  const { ctx, sql, close } = await operatorCtx(server.url, { connections: rivals })
  // Each contender takes what the other leaves; the first round of both only warms the connections.
  const waiting = await stockPool(sql, (rounds + 1) * perRound * 2)

  const claim = async (agent: Waiting): Promise<string> => {
    const taken = await ctx.db.transaction((tx) => claimOrQueue(ctx, tx, agent))
    if (taken === null) throw new Error('a claim found no machine in a full pool')
    return taken.machineId
  }
  const bare = async (): Promise<string> => {
    const [row] = await sql`
      with chosen as (
        select id from machines where state = 'ready' and claimed_at is null
        order by changed_at, id limit 1 for update skip locked
      )
      update machines m set claimed_at = now() from chosen where m.id = chosen.id returning m.id`
    return z.object({ id: z.string() }).parse(row).id
  }

  const taken: string[] = []
  const contenders = {
    claim: { one: claim, ms: [] as number[], perSecond: [] as number[] },
    bare: { one: bare, ms: [] as number[], perSecond: [] as number[] },
  }
  for (let round = 0; round <= rounds; round += 1) {
    for (const contender of Object.values(contenders)) {
      const samples: number[] = []
      const queue = waiting.splice(0, perRound)
      const startedAt = performance.now()
      await Promise.all(
        Array.from({ length: rivals }, async () => {
          for (let agent = queue.pop(); agent !== undefined; agent = queue.pop()) {
            const from = performance.now()
            taken.push(await contender.one(agent))
            samples.push(performance.now() - from)
          }
        }),
      )
      if (round === 0) continue
      contender.perSecond.push(perRound / ((performance.now() - startedAt) / 1_000))
      contender.ms.push(...samples)
    }
  }
  await close()
  const doubles = taken.length - new Set(taken).size
  const figures = Object.fromEntries(
    Object.entries(contenders).map(([name, { ms, perSecond }]) => [
      name,
      {
        perSecond: Math.round(quantile(perSecond, 0.5)),
        p50Ms: Number(quantile(ms, 0.5).toFixed(2)),
        p99Ms: Number(quantile(ms, 0.99).toFixed(2)),
      },
    ]),
  )
  console.log(JSON.stringify({ bench: 'pool', rivals, n: rounds * perRound, doubles, ...figures }))
  process.exitCode = doubles === 0 ? 0 : 1
} finally {
  await server.stop()
  await rm(dir, { recursive: true, force: true })
}
