import { realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readConfig } from './config'
import { describeError } from './core/errors'
import { createLog } from './core/log'
import { chooseDisks } from './disk/choose-disks'
import { chooseDriver } from './driver/choose'
import { machinesDirIn, startHost } from './host'

function configOrExit() {
  try {
    return readConfig()
  } catch (error) {
    // Before there is a log: the sentence alone, which names every variable that is wrong.
    process.stderr.write(`${describeError(error)}\n`)
    process.exit(2)
  }
}

const config = configOrExit()
const log = createLog(config.logLevel)

// Drivers let go of the processes they start, so that those outlive us; while we wait for one of them
// before our own port is open, nothing else keeps this process from ending.
const untilListening = setInterval(() => undefined, 60_000)
try {
  const choice = await chooseDriver({
    wanted: config.driver,
    hostDir: config.dir,
    runDir: config.runDir,
    docker: config.docker,
    guestDir: join(dirname(config.image.dir), 'microvm'),
  })
  log.info({ driver: choice.driver.name, why: choice.why }, 'driver chosen')
  const { disks, why } = await chooseDisks({
    dir: config.dir,
    // Mounts are told by their real paths.
    root: await realpath(await machinesDirIn(config.dir)),
    limitMib: config.machine.diskMib,
    isRoot: process.platform === 'linux' && process.geteuid?.() === 0,
  })
  log.info({ limitMib: disks.limitMib, why }, 'disks chosen')
  const host = await startHost(config, { driver: choice.driver, disks }, log)
  clearInterval(untilListening)
  const stop = () => {
    host.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ problem: describeError(error) }, 'agent-host did not stop cleanly')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
} catch (error) {
  log.fatal({ problem: describeError(error) }, 'agent-host cannot start')
  process.exit(1)
}
