import { join } from 'node:path'
import { createProgress, type Progress } from '../setup/progress.mjs'
import { ensureBuild } from './builds/build'
import { ensureImage } from './builds/image'
import { Closer } from './processes/closer'
import { listenForStop, type StopSignals } from './processes/signals'
import { isSetupOpen, readHostFacts } from './programs'
import { type Running, run } from './run'
import { readSettings, type Settings } from './settings'
import { StartProblem } from './start-problem'

const interrupted = 130

async function introduce(running: Running, progress: Progress): Promise<void> {
  const { layout, address, allUp } = running
  progress.say(`\nRockpool is at ${address}`)
  if (await isSetupOpen(layout.ports.web)) {
    // Behind the hash, so that no log and no proxy on the way ever holds it.
    progress.say(`Set it up:     ${address}/setup#link=${layout.secrets.setupLink}`)
  }
  await progress.step('Starting the agent host', () => allUp)
  const { driver, isolation, pool } = await readHostFacts(layout)
  progress.say(`Machines:      ${driver}. ${isolation[0] ?? ''}`.trimEnd())
  if (pool.problem !== null) progress.say(`               ${pool.problem}`)
  progress.say('Stop it with Ctrl-C.\n')
}

function explain(error: unknown): void {
  if (error instanceof StartProblem) {
    console.error(`\n${error.message}\n${error.remedy}`)
  } else {
    // Not something a person at the terminal can act on: a bug, so all that is known is shown.
    console.error('\nRockpool could not start.', error)
  }
}

async function runUntilStopped(
  settings: Settings,
  progress: Progress,
  signals: StopSignals,
): Promise<number> {
  const closer = new Closer()
  let exitCode = 0
  try {
    const running = await run({ settings, progress, closer, signals })
    const asked = new Promise<void>((resolve) => {
      if (signals.stop.aborted) resolve()
      else signals.stop.addEventListener('abort', () => resolve(), { once: true })
    })
    await Promise.race([introduce(running, progress), asked])
    await asked
    progress.say('Stopping.')
    exitCode = signals.hasGivenUp() ? 1 : 0
  } catch (error) {
    exitCode = signals.stop.aborted ? interrupted : 1
    if (!signals.stop.aborted) explain(error)
  }
  const isClean = await closer.closeAll(signals.hurry, (line) => progress.say(line))
  return isClean ? exitCode : 1
}

/** Brings the one thing that was asked for, without starting anything. */
async function prepareOnly(
  what: 'build' | 'image',
  { root, imagesDir }: Settings,
  { progress, signal }: { progress: Progress; signal: AbortSignal },
): Promise<void> {
  switch (what) {
    case 'build': {
      const build = await ensureBuild({ root, progress, withPages: true, signal })
      for (const path of Object.values(build)) progress.say(`Built: ${path}`)
      return
    }
    case 'image': {
      const sourceDir = join(root, 'agent-host/image')
      const image = await ensureImage({ sourceDir, imagesDir, progress, signal })
      progress.say(`Image: ${image.dir}`)
      return
    }
  }
}

async function main(): Promise<number> {
  const progress = createProgress()
  const signals = listenForStop(() => progress.say('Hurrying.'))
  try {
    const settings = readSettings(process.cwd(), process.argv.slice(2), process.env)
    if (settings.only === undefined) return await runUntilStopped(settings, progress, signals)
    await prepareOnly(settings.only, settings, { progress, signal: signals.stop })
    return 0
  } catch (error) {
    if (signals.stop.aborted) return interrupted
    explain(error)
    return 1
  }
}

process.exit(await main())
