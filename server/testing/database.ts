import postgres from 'postgres'
import { afterAll, beforeAll, inject } from 'vitest'
import { Secret } from '@/server/core/secret'
import { type OpenDatabase, openDatabase } from '@/server/gateways/database/open-database'
import { templateName } from './global-setup'

export interface TestDatabase {
  url: string
  db: OpenDatabase['db']
}

/**
 * A fresh database for one test file, copied from the migrated template. Tests in the file share it
 * and make their own rows.
 */
export function useDatabase(): TestDatabase {
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`
  const serverUrl = inject('databaseServer')
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  let open: OpenDatabase | undefined

  const onServer = async (statement: string) => {
    const sql = postgres(serverUrl, { max: 1, onnotice: () => undefined })
    await sql.unsafe(statement)
    await sql.end()
  }
  beforeAll(async () => {
    await onServer(`create database ${name} template ${templateName}`)
    open = openDatabase(new Secret(url.href), { name: 'rockpool test', max: 20 })
  })
  afterAll(async () => {
    await open?.close()
    await onServer(`drop database ${name} with (force)`)
  })
  return {
    url: url.href,
    get db() {
      if (open === undefined) throw new Error('the database is open within tests only')
      return open.db
    },
  }
}
