import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Progress } from '../setup/progress.mjs'
import { ensureBuild } from './builds/build'
import { ensureImage } from './builds/image'
import { createFront, type Front } from './front/front'
import { availableMemoryMib, memoryWarning } from './memory'
import { findFreePort } from './ports'
import { migrate, openDatabase } from './postgres/database'
import { choosePort, ensureWalls, openHome, portTaken, takeHomeLock } from './prepare'
import type { Closer } from './processes/closer'
import { endLeftovers, openProcessNotes, type ProcessNotes } from './processes/leftovers'
import { openLog } from './processes/log-file'
import type { StopSignals } from './processes/signals'
import { type ProgramSpec, Supervised } from './processes/supervised'
import { agentHostSpec, type Layout, webSpec, workerSpec } from './programs'
import { openRunDir } from './run-dir'
import { openSecrets } from './secrets'
import type { Settings } from './settings'
import { systemCode } from './start-problem'

// For answers and sockets that are still open when everything behind the front has stopped.
const frontStopMs = 2_000

export interface RunOptions {
  settings: Settings
  progress: Progress
  closer: Closer
  signals: StopSignals
}

export interface Running {
  layout: Layout
  address: string
  /** Resolves when agents can be hosted too; the pages are there before. */
  allUp: Promise<void>
}

interface Ground {
  options: RunOptions
  logs: string
  notes: ProcessNotes
}

/** Everything that lasts but needs no port: made once, only looked at afterwards. */
async function prepareLayout(ground: Ground, port: number): Promise<Layout> {
  const { settings, progress, closer, signals } = ground.options
  const { root, home } = settings
  const secrets = openSecrets(join(home, 'secrets.json'))
  const warning = memoryWarning(availableMemoryMib())
  if (warning !== undefined) progress.say(warning)

  const database = openDatabase({
    settings,
    logs: ground.logs,
    closer,
    onLost: () => {
      progress.say('Postgres ended unexpectedly: everything stops.')
      signals.giveUp()
    },
  })
  const image = ensureImage({
    sourceDir: join(root, 'agent-host/image'),
    imagesDir: settings.imagesDir,
    progress,
    signal: signals.stop,
  })
  const build = ensureBuild({
    root,
    progress,
    withPages: !settings.isDevelopment,
    signal: signals.stop,
  })
  // All are awaited even when one fails: what they opened must be known before it is closed.
  await Promise.allSettled([database, image, build, ensureWalls(progress)])
  return {
    root,
    secrets: { ...secrets, secretKey: settings.secretKey ?? secrets.secretKey },
    databaseUrl: await database,
    image: await image,
    build: await build,
    publicUrl: settings.publicUrl ?? `http://localhost:${port}`,
    listensOn: `${settings.listen.host}:${port}`,
    hostDir: join(home, 'host'),
    runDir: openRunDir(home),
    ports: { web: await findFreePort(), agentHost: await findFreePort() },
    isDevelopment: settings.isDevelopment,
    env: process.env,
  }
}

function supervise(ground: Ground, spec: ProgramSpec): Supervised {
  const { progress } = ground.options
  const say = (line: string) => progress.say(line)
  const log = openLog(join(ground.logs, `${spec.name}.log`), (alarm) =>
    say(`${spec.name}: ${alarm}`),
  )
  ground.options.closer.add(`the log of ${spec.name}`, () => log.close())
  return new Supervised({
    spec,
    log,
    say,
    onProcess: (identity) => ground.notes.note(spec.name, identity),
  })
}

function addStop(
  ground: Ground,
  programs: readonly Supervised[],
  after?: (clean: boolean) => void,
) {
  const { closer, progress } = ground.options
  closer.add(programs.map((program) => program.name).join(' and '), async (hurry) => {
    const stopped = await Promise.all(
      programs.map(async (program) => {
        const isClean = await program.stop(hurry)
        if (!isClean) progress.say(`${program.name} did not end in time and was killed`)
        return isClean
      }),
    )
    after?.(stopped.every(Boolean))
  })
}

/** The programs behind the front, in the closer in the reverse of the order to stop in. */
function assemble(ground: Ground, layout: Layout, front: Front) {
  const { closer, signals } = ground.options
  // Last of these to close: agent-host says goodbye to its sockets through it.
  closer.add('the front', () => front.stop(signals.hurry.aborted ? 0 : frontStopMs))
  const agentHost = supervise(ground, agentHostSpec(layout))
  addStop(ground, [agentHost], (isClean) => {
    // After a kill machines may live on with their sockets here; the next start ends them.
    if (isClean) rmSync(layout.runDir, { recursive: true, force: true })
  })
  const web = supervise(ground, webSpec(layout))
  const worker = supervise(ground, workerSpec(layout))
  addStop(ground, [web, worker])
  closer.add('the front', () => front.stopAdmitting())
  return { agentHost, web, worker }
}

async function admit(front: Front, { host, port }: { host: string; port: number }) {
  try {
    await front.listen(port, host)
  } catch (error) {
    throw systemCode(error) === 'EADDRINUSE' ? portTaken(port) : error
  }
}

/** From an empty directory to a product that answers. Whatever was opened is in the closer. */
export async function run(options: RunOptions): Promise<Running> {
  const { settings, closer, progress, signals } = options
  const { logs } = openHome(settings.home)
  const lock = takeHomeLock(settings.home)
  closer.add('the lock', () => lock.release())
  const port = await choosePort(settings.listen)
  const notesPath = join(settings.home, 'processes.json')
  await progress.step('Clearing up', () => endLeftovers(notesPath, (line) => progress.say(line)))

  const ground: Ground = { options, logs, notes: openProcessNotes(notesPath) }
  const layout = await prepareLayout(ground, port)
  signals.stop.throwIfAborted()
  const { root, databaseUrl } = layout
  await progress.step('Preparing the database', () =>
    migrate(layout.build, { root, databaseUrl, signal: signals.stop }),
  )
  signals.stop.throwIfAborted()

  const upstream = (upstreamPort: number) => ({ host: '127.0.0.1', port: upstreamPort })
  const front = createFront({
    web: upstream(layout.ports.web),
    agentHost: upstream(layout.ports.agentHost),
    passOtherUpgradesToWeb: settings.isDevelopment,
  })
  const { agentHost, web, worker } = assemble(ground, layout, front)
  // Pages first and alone: three programs that load side by side would all be late.
  await progress.step('Starting the pages', () => web.start())
  signals.stop.throwIfAborted()
  await admit(front, { host: settings.listen.host, port })
  lock.tell(layout.publicUrl)

  const allUp = Promise.all([agentHost.start(), worker.start()]).then(() => undefined)
  // It is awaited later; a failure in between must not count as unseen.
  allUp.catch(() => undefined)
  return { layout, address: layout.publicUrl, allUp }
}
