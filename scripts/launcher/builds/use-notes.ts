import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { identify, isAlive } from '../processes/process-identity'

const keptBuilds = 2
const userFile = /^in-use-by-(\d+)-(\d+)$/

/** Tells others that this process runs from the build. */
export function noteUse(buildDir: string): void {
  const me = identify(process.pid)
  if (me === undefined) throw new Error('this process cannot find itself in /proc')
  writeFileSync(join(buildDir, `in-use-by-${me.pid}-${me.startTicks}`), '')
  const now = new Date()
  utimesSync(buildDir, now, now)
}

function isInUse(buildDir: string): boolean {
  return readdirSync(buildDir).some((name) => {
    const [, pid, startTicks] = userFile.exec(name) ?? []
    if (pid === undefined || startTicks === undefined) return false
    if (isAlive({ pid: Number(pid), startTicks: Number(startTicks) })) return true
    rmSync(join(buildDir, name), { force: true })
    return false
  })
}

/** Removes old builds, never one that a process runs from. The caller holds the build lock. */
export function pruneBuilds(buildsDir: string, part: string): void {
  mkdirSync(buildsDir, { recursive: true })
  const builds = readdirSync(buildsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(`${part}-`))
    .map((entry) => join(buildsDir, entry.name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  for (const dir of builds.slice(keptBuilds)) {
    if (!isInUse(dir)) rmSync(dir, { recursive: true, force: true })
  }
}
