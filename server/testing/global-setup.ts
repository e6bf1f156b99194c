import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { Secret } from '@/server/core/secret'
import { migrateDatabase } from '@/server/gateways/database/migrate-database'
import { startPostgres } from '../../scripts/launcher/postgres/postgres'
import { silentLog } from './silent-log'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A server with a migrated `template`, from which each worker copies a database of its own. */
    databaseServer: string
  }
}

export const templateName = 'template_rockpool'

/** One Postgres for the whole run, forgotten afterwards; migrated once, copied per worker. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'rockpool-test-db-'))
  const server = await startPostgres({ dir, fsync: false })
  const tearDown = async () => {
    await server.stop()
    await rm(dir, { recursive: true, force: true })
  }
  try {
    const sql = postgres(server.url, { max: 1 })
    await sql.unsafe(`create database ${templateName}`)
    await sql.end()
    const template = new URL(server.url)
    template.pathname = `/${templateName}`
    const migrations = join(project.config.root, 'drizzle', 'migrations')
    await migrateDatabase(new Secret(template.href), migrations, silentLog)
    project.provide('databaseServer', server.url)
  } catch (error) {
    await tearDown()
    throw error
  }
  return tearDown
}
