import { join } from 'node:path'
import { isGuestBuilt } from '../../agent-host/driver/microvm/guest/guest-image'
import { buildGuest, toolPackages } from '../../agent-host/image/microvm/build-guest'
import { readSettings } from '../launcher/settings'
import { StartProblem, wordsOf } from '../launcher/start-problem'
import { createProgress } from '../setup/progress.mjs'
import { canInstall, findProgram, installPackage } from '../setup/system-packages.mjs'

const [root = process.cwd(), ...options] = process.argv.slice(2)
const progress = createProgress()

/** What the driver's tests start: without the tools that agents like, made once, in a folder of their own. */
const forTests = options.includes('--for-tests')
const dir = forTests
  ? join(root, '.rockpool/test-guest')
  : join(readSettings(root, [], process.env).imagesDir, 'microvm')

async function build(): Promise<void> {
  if (!canInstall() || process.arch !== 'x64') {
    throw new StartProblem(
      'The system of virtual machines is made of Debian packages for x64, and by root.',
      'On Debian or Ubuntu: sudo npm run image:build',
    )
  }
  if (findProgram('qemu-system-x86_64') === undefined) {
    await progress.step('Installing qemu-system-x86', () => installPackage('qemu-system-x86'))
  }
  if (forTests && (await isGuestBuilt(dir))) return
  await progress.step('Building the system of virtual machines', () =>
    buildGuest(dir, forTests ? [] : toolPackages),
  )
  if (forTests) return
  progress.say(`It is in ${dir}. Rockpool uses it from its next start on, where KVM works.`)
}

try {
  await build()
} catch (error) {
  console.error(wordsOf(error))
  if (error instanceof StartProblem) console.error(error.remedy)
  process.exitCode = 1
}
