import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { runCommand } from './run-command.mjs'

const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined)

/**
 * True when node_modules is what the lock says. npm writes its own copy of the lock as the last act
 * of an installation, so a broken one never looks complete. Optional packages may be absent: most
 * are for other systems.
 */
export function isInstalled(root) {
  const wanted = readJson(join(root, 'package-lock.json'))
  const found = readJson(join(root, 'node_modules/.package-lock.json'))
  if (wanted === undefined || found === undefined) return false
  return Object.entries(wanted.packages)
    .filter(([path]) => path !== '')
    .every(([path, entry]) => {
      const installed = found.packages[path]
      if (installed === undefined) return entry.optional === true || entry.peer === true
      return installed.version === entry.version
    })
}

const isRunning = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Two programs that install into one tree at once would tear each other's files. */
async function withInstallLock(root, run) {
  mkdirSync(join(root, '.rockpool'), { recursive: true, mode: 0o700 })
  const path = join(root, '.rockpool/install.lock')
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const holder = Number(readFileSync(path, 'utf8'))
      if (isRunning(holder)) await delay(500)
      else rmSync(path, { force: true })
    }
  }
  try {
    return await run()
  } finally {
    rmSync(path, { force: true })
  }
}

/** Brings node_modules to the lock. Does nothing, and takes no lock, when it already agrees. */
export async function ensureInstalled(root, progress) {
  if (isInstalled(root)) return
  await progress.step('Installing packages', () =>
    withInstallLock(root, async () => {
      if (isInstalled(root)) return
      await runCommand(['npm', 'ci', '--no-audit', '--no-fund'], { cwd: root })
    }),
  )
}
