import { join } from 'node:path'
import pino from 'pino'
import { Secret } from '@/server/core/secret'
import { migrateDatabase } from '@/server/gateways/database/migrate-database'

// The program behind every start: needs DATABASE_URL and the project's root as working directory.
const url = process.env['DATABASE_URL']
if (url === undefined || url === '') throw new Error('DATABASE_URL is not set')
const log = pino({ base: { process: 'migrate' } })
const startedAt = performance.now()
await migrateDatabase(new Secret(url), join(process.cwd(), 'drizzle', 'migrations'), log)
log.info({ tookMs: Math.round(performance.now() - startedAt) }, 'the database is up to date')
