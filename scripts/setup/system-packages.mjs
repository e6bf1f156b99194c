import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from './run-command.mjs'

/** The full path of a program on the search path, or undefined. */
export function findProgram(name, path = process.env.PATH ?? '') {
  for (const folder of path.split(':').filter((each) => each !== '')) {
    const candidate = join(folder, name)
    try {
      accessSync(candidate, constants.X_OK)
      return candidate
    } catch {
      // Not in this folder; the next one may have it.
    }
  }
  return undefined
}

/** What a person would type to get the package. */
export const installCommand = (packageName) =>
  `sudo apt-get install -y --no-install-recommends ${packageName}`

/** True where we may install system packages ourselves. */
export const canInstall = () => process.getuid?.() === 0 && findProgram('apt-get') !== undefined

/** Installs one Debian package; another installation that is under way is waited for. */
export async function installPackage(packageName) {
  const apt = (...args) =>
    runCommand(['apt-get', '-q', '-o', 'DPkg::Lock::Timeout=600', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  const install = () => apt('install', '-y', '--no-install-recommends', packageName)
  try {
    await install()
  } catch {
    // A fresh system knows no package yet: ask once for the lists, then let its words stand.
    await apt('update')
    await install()
  }
}
