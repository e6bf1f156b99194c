import { launch } from 'chrome-launcher'
import lighthouse from 'lighthouse'
import { Product } from './product'
import { quantile, summary } from './statistics'

// Public pages as Lighthouse's phone sees them: a whole product, a slowed processor and network. The median
// of several runs counts, because one run on a shared machine is a mood.
// npm run bench -- lighthouse [runs] [path …]

const runs = Number(process.argv[2] ?? 3)
const paths = process.argv.length > 3 ? process.argv.slice(3) : ['/']
const wanted = 0.95
const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const

type Scores = Record<(typeof categories)[number], number>

/** On a busy machine Lighthouse now and then loses the beginning of its own recording. */
const isLost = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'NO_NAVSTART'

/** Null for a run that says nothing because its recording was lost. */
async function measure(url: string, port: number) {
  const flags = { port, output: 'json', logLevel: 'error' } as const
  const result = await lighthouse(url, flags).catch((error: unknown) => {
    if (isLost(error)) return null
    throw error
  })
  if (result === null) return null
  if (result === undefined) throw new Error(`Lighthouse said nothing about ${url}`)
  const { lhr } = result
  if (lhr.runtimeError?.code === 'NO_NAVSTART') return null
  if (lhr.runtimeError !== undefined) throw new Error(lhr.runtimeError.message)
  for (const audit of Object.values(lhr.audits)) {
    const isShort = audit.score !== null && audit.score < 0.9
    if (isShort && audit.scoreDisplayMode !== 'informative') {
      console.error(`  ${audit.id}: ${audit.score} ${audit.displayValue ?? ''}`)
    }
  }
  const metric = (id: string) => lhr.audits[id]?.numericValue ?? Number.NaN
  return {
    scores: Object.fromEntries(
      categories.map((name) => [name, lhr.categories[name]?.score ?? 0]),
    ) as Scores,
    lcpMs: metric('largest-contentful-paint'),
    tbtMs: metric('total-blocking-time'),
    firstByteMs: metric('server-response-time'),
    processorIndex: lhr.environment.benchmarkIndex,
  }
}

// One ready machine, so that the list of skills is there and nothing boots while the page is measured.
const product = await Product.start({ ROCKPOOL_POOL_TARGET: '1' })
const chrome = await launch({
  chromePath: process.env['ROCKPOOL_CHROMIUM'] ?? '/usr/bin/chromium',
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic'],
})

async function measurePage(path: string) {
  const url = `${product.address}${path}`
  // Drawn once before it is measured: the first page of a process compiles its code.
  await (await fetch(url)).text()
  const found: NonNullable<Awaited<ReturnType<typeof measure>>>[] = []
  for (let tries = 1; found.length < runs; tries += 1) {
    if (tries > runs * 2)
      throw new Error('Lighthouse lost every second recording: too much else runs')
    const one = await measure(url, chrome.port)
    console.error(`${path}, run ${tries}: ${one === null ? 'lost' : JSON.stringify(one)}`)
    if (one !== null) found.push(one)
  }
  const median = (of: (one: (typeof found)[number]) => number) => quantile(found.map(of), 0.5)
  const scores = Object.fromEntries(
    categories.map((name) => [name, median((one) => one.scores[name])]),
  )
  return {
    path,
    scores,
    lcpMs: summary(found.map((one) => one.lcpMs)),
    tbtMs: summary(found.map((one) => one.tbtMs)),
    firstByteMs: summary(found.map((one) => one.firstByteMs)),
    processorIndex: summary(found.map((one) => one.processorIndex)),
    isGood: Object.values(scores).every((score) => score >= wanted),
  }
}

try {
  await product.untilReady()
  const pages: Awaited<ReturnType<typeof measurePage>>[] = []
  for (const path of paths) pages.push(await measurePage(path))
  const isGood = pages.every((page) => page.isGood)
  console.log(JSON.stringify({ bench: 'lighthouse', runs, wanted, pages, isGood }))
  process.exitCode = isGood ? 0 : 1
} finally {
  chrome.kill()
  await product.stop()
}
