import { readConfig } from './config'
import { describeError } from './core/errors'
import { createLog } from './core/log'
import { chooseDriver } from './driver/choose'
import { startHost } from './host'

const config = readConfig(process.env)
const log = createLog(config.logLevel)
const choice = await chooseDriver({
  wanted: config.driver,
  hostDir: config.dir,
  runDir: config.runDir,
})
log.info({ driver: choice.driver.name, why: choice.why }, 'driver chosen')

try {
  const host = await startHost(config, choice.driver, log)
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
