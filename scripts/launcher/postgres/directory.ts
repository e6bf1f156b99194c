import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { StartProblem, wordsOf } from '../start-problem'
import { asAllowedUser, programEnvironment } from './program'

export const databaseUser = 'rockpool'

/** The release whose files the built-in program reads. */
const release = '18'

export interface PostgresDirectory {
  /** What PostgreSQL calls PGDATA. */
  cluster: string
  password: string
}

/** Names the directory, promises that it was left alone, and says what a person can do. */
export const brokenDirectory = (cluster: string, why: string): StartProblem =>
  new StartProblem(
    `The database directory ${cluster} cannot be used: ${why}`,
    'Nothing in it was changed or deleted. Restore it from a backup, or move it away to begin with an empty database.',
  )

function readPassword(path: string): string {
  if (!existsSync(path)) {
    writeFileSync(path, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(path, 'utf8').trim()
}

function checkCluster(cluster: string): void {
  const versionFile = join(cluster, 'PG_VERSION')
  if (!existsSync(versionFile)) throw brokenDirectory(cluster, 'its file PG_VERSION is missing.')
  const found = readFileSync(versionFile, 'utf8').trim()
  if (found !== release) {
    throw brokenDirectory(
      cluster,
      `it was written by PostgreSQL ${found}, and this is PostgreSQL ${release}.`,
    )
  }
  if (!existsSync(join(cluster, 'global/pg_control'))) {
    throw brokenDirectory(cluster, 'its file global/pg_control is missing.')
  }
}

/** Makes the cluster beside its place and moves it there when complete: a torn one never counts. */
async function createCluster(programs: string, dir: string, cluster: string): Promise<void> {
  for (const name of readdirSync(dir)) {
    // Left by a start that was cut off: never moved into place, so nobody ever stored a row in it.
    if (name.startsWith('cluster.new-')) rmSync(join(dir, name), { recursive: true })
  }
  const fresh = join(dir, `cluster.new-${process.pid}`)
  const [program, ...args] = asAllowedUser([
    join(programs, 'initdb'),
    `--pgdata=${fresh}`,
    `--username=${databaseUser}`,
    `--pwfile=${join(dir, 'password')}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
    '--no-instructions',
  ])
  try {
    await promisify(execFile)(program, args, { env: programEnvironment() })
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    throw new StartProblem(
      `The first database could not be made in ${dir}: ${wordsOf(error)}`,
      'Check that the disk has room and that the directory may be written.',
      { cause: error },
    )
  }
  renameSync(fresh, cluster)
}

/** The directory, made on first use. Whatever stands there already is used as it is or refused. */
export async function openDirectory(programs: string, dir: string): Promise<PostgresDirectory> {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const cluster = join(dir, 'cluster')
  if (existsSync(cluster)) {
    if (!existsSync(join(dir, 'password'))) {
      throw brokenDirectory(cluster, `its password file ${join(dir, 'password')} is missing.`)
    }
    checkCluster(cluster)
  } else {
    readPassword(join(dir, 'password'))
    await createCluster(programs, dir, cluster)
  }
  return { cluster, password: readPassword(join(dir, 'password')) }
}
