import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { socketProtocol, ticketProtocolPrefix } from '../../agent-host/protocol/ticket'
import { coldStart, firstToken, serveDemoModel, type Timing } from './cold-gateway'
import { Product } from './product'
import { ratio, summary } from './statistics'
import { Visitor } from './visitor'

// In one run, alternating: (a) a stock gateway from its command to the first token of its first message,
// (b) a visitor from "start trial" to hello-ok in the browser's socket and to the first token, on a pool
// hit. Both against the demo model. Each machine is destroyed after its round.

const rounds = Number(process.argv[2] ?? 20)

interface PoolTiming extends Timing {
  readyMs: number
}

async function poolHit(product: Product): Promise<PoolTiming> {
  const visitor = new Visitor(product.address)
  await visitor.signUp()
  await product.untilReady()
  const startedAt = performance.now()
  const { agentId } = await visitor.mutate(
    'billing.startTrial',
    { plan: 'pro', skills: ['weather'], idempotencyKey: randomUUID() },
    z.object({ agentId: z.string() }),
  )
  const { ticket, path } = await visitor.mutate(
    'agents.ticket',
    { agentId },
    z.object({ ticket: z.string(), path: z.string() }),
  )
  const socket = new WebSocket(
    `${product.address.replace('http', 'ws')}${path}`,
    [socketProtocol, `${ticketProtocolPrefix}${ticket}`],
    { origin: visitor.origin },
  )
  const saw = (words: RegExp) =>
    new Promise<number>((resolve, reject) => {
      socket.on('error', reject)
      socket.on('message', (raw: Buffer) => {
        if (words.test(raw.toString('utf8'))) resolve(performance.now() - startedAt)
      })
    })
  const hello = saw(/"event":"rockpool\.hello"/)
  const ready = saw(/"event":"rockpool\.(hello|state)".*"state":"ready"/)
  const helloMs = await hello
  const firstTokenMs = await firstToken(socket, startedAt)
  const readyMs = await ready
  socket.terminate()
  await product.destroyMachineOf(agentId)
  return { helloMs, readyMs, firstTokenMs }
}

const product = await Product.start({ ROCKPOOL_POOL_TARGET: '1' })
const demo = await serveDemoModel()
const cacheDir = await mkdtemp(join(tmpdir(), 'rockpool-cache-'))
const cold: Timing[] = []
const pool: PoolTiming[] = []
try {
  const images = join(process.cwd(), '.rockpool/images')
  const { image } = await product.untilReady()
  if (!(await readdir(images)).includes(image)) throw new Error(`no image ${image} in ${images}`)
  // Round 0 is thrown away: it fills the compile cache of the cold gateway and the pages of the product.
  for (let round = 0; round <= rounds; round += 1) {
    await product.untilReady()
    const a = await coldStart({
      image: join(images, image),
      modelUrl: demo.baseUrl,
      cacheDir,
    })
    const b = await poolHit(product)
    if (round > 0) {
      cold.push(a)
      pool.push(b)
    }
    const line = [a.helloMs, a.firstTokenMs, b.helloMs, b.readyMs, b.firstTokenMs].map(Math.round)
    console.error(
      `round ${round}: cold hello ${line[0]} token ${line[1]} · pool hello ${line[2]} ready ${line[3]} token ${line[4]} ms`,
    )
  }
} finally {
  demo.close()
  await product.stop()
  await rm(cacheDir, { recursive: true, force: true })
}

const column = <Key extends string>(rows: readonly Record<Key, number>[], key: Key) =>
  rows.map((row) => row[key])
console.log(
  JSON.stringify({
    bench: 'ready',
    unit: 'ms',
    cold: {
      hello: summary(column(cold, 'helloMs')),
      firstToken: summary(column(cold, 'firstTokenMs')),
    },
    pool: {
      hello: summary(column(pool, 'helloMs')),
      ready: summary(column(pool, 'readyMs')),
      firstToken: summary(column(pool, 'firstTokenMs')),
    },
    ratio: {
      hello: ratio(column(cold, 'helloMs'), column(pool, 'helloMs')),
      firstToken: ratio(column(cold, 'firstTokenMs'), column(pool, 'firstTokenMs')),
    },
  }),
)
