import { join } from 'node:path'
import postgres from 'postgres'
import { runCommand } from '../../setup/run-command.mjs'
import type { Build } from '../builds/build'
import type { Closer } from '../processes/closer'
import { rotate } from '../processes/log-file'
import type { Settings } from '../settings'
import { StartProblem, wordsOf } from '../start-problem'
import { startPostgres } from './postgres'

export interface DatabaseOptions {
  settings: Settings
  logs: string
  closer: Closer
  /** The database is gone and did not come back by itself: everything else has to stop. */
  onLost: () => void
}

/** The operator's own database, or one that we run; its address either way. */
export async function openDatabase(options: DatabaseOptions): Promise<string> {
  const { settings, logs, closer, onLost } = options
  if (settings.databaseUrl !== undefined) return settings.databaseUrl
  const logFile = join(logs, 'postgres.log')
  rotate(logFile)
  const server = await startPostgres({ dir: join(settings.home, 'postgres'), logFile })
  let isWanted = true
  closer.add('Postgres', () => {
    isWanted = false
    return server.stop()
  })
  void server.ended.then(() => {
    if (isWanted) onLost()
  })
  return server.url
}

interface Migration {
  root: string
  databaseUrl: string
  signal: AbortSignal
}

async function runMigration(program: string, { root, databaseUrl, signal }: Migration) {
  const folder = join(root, 'drizzle/migrations')
  try {
    await runCommand([process.execPath, '--enable-source-maps', program, folder], {
      cwd: root,
      signal,
      env: { NODE_ENV: 'production', PATH: process.env['PATH'], DATABASE_URL: databaseUrl },
    })
  } catch (error) {
    signal.throwIfAborted()
    throw new StartProblem(
      `The database could not be brought to this version: ${wordsOf(error)}`,
      'Nothing was started. Tables change all at once or not at all, so the rows are as they were.',
      { cause: error },
    )
  }
}

/**
 * Brings the tables to this version. What did so last is noted in the database itself, as its
 * comment, so that the note is right also after a restore; an unchanged start then costs one query.
 */
export async function migrate(build: Build, migration: Migration): Promise<void> {
  const sql = postgres(migration.databaseUrl, { max: 1, onnotice: () => undefined })
  const note = `rockpool ${build.programsId}`
  try {
    const [row] = await sql<{ name: string; note: string | null }[]>`
      select current_database() as name, shobj_description(oid, 'pg_database') as note
      from pg_database where datname = current_database()`
    if (row?.note === note) return
    await runMigration(build.migrate, migration)
    // A role that does not own the database may not comment on it: then each start migrates.
    const mayNote = await sql<{ may: boolean }[]>`
      select pg_has_role(datdba, 'member') as may
      from pg_database where datname = current_database()`
    if (row === undefined || mayNote[0]?.may !== true) return
    await sql.unsafe(`comment on database "${row.name.replaceAll('"', '""')}" is '${note}'`)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
