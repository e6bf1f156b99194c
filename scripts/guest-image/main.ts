import { join } from 'node:path'
import { buildGuest, toolPackages } from '../../agent-host/image/microvm/build-guest'
import { readSettings } from '../launcher/settings'
import { StartProblem, wordsOf } from '../launcher/start-problem'
import { createProgress } from '../setup/progress.mjs'
import { canInstall, findProgram, installPackage } from '../setup/system-packages.mjs'

const [root = process.cwd()] = process.argv.slice(2)
const progress = createProgress()

async function build(): Promise<void> {
  if (!canInstall()) {
    throw new StartProblem(
      'The system of virtual machines is made of Debian packages, and by root.',
      'On Debian or Ubuntu: sudo npm run image:build',
    )
  }
  if (findProgram('qemu-system-x86_64') === undefined) {
    await progress.step('Installing qemu-system-x86', () => installPackage('qemu-system-x86'))
  }
  const dir = join(readSettings(root, [], process.env).imagesDir, 'microvm')
  await progress.step('Building the system of virtual machines', () =>
    buildGuest(dir, toolPackages),
  )
  progress.say(`It is in ${dir}. Rockpool uses it from its next start on, where KVM works.`)
}

try {
  await build()
} catch (error) {
  console.error(wordsOf(error))
  process.exitCode = 1
}
