import { join } from 'node:path'
import { runCommand } from '../setup/run-command.mjs'
import type { Closer } from './closer'
import { rotate } from './log-file'
import { startPostgres } from './postgres'
import type { Settings } from './settings'
import { StartProblem, wordsOf } from './start-problem'

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
  const postgres = await startPostgres({ dir: join(settings.home, 'postgres'), logFile })
  let isWanted = true
  closer.add('Postgres', () => {
    isWanted = false
    return postgres.stop()
  })
  void postgres.ended.then(() => {
    if (isWanted) onLost()
  })
  return postgres.url
}

/** Brings the tables to this version. A database that is ahead or out of reach ends the start. */
export async function migrate(
  program: string,
  { root, databaseUrl, signal }: { root: string; databaseUrl: string; signal: AbortSignal },
): Promise<void> {
  try {
    await runCommand(
      [process.execPath, '--enable-source-maps', program, join(root, 'drizzle/migrations')],
      {
        cwd: root,
        signal,
        env: { NODE_ENV: 'production', PATH: process.env['PATH'], DATABASE_URL: databaseUrl },
      },
    )
  } catch (error) {
    signal.throwIfAborted()
    throw new StartProblem(
      `The database could not be brought to this version: ${wordsOf(error)}`,
      'Nothing was started. The migration is all or nothing, so the data is as it was.',
      { cause: error },
    )
  }
}
