import pino from 'pino'
import { Secret } from '@/server/core/secret'
import { migrateDatabase as migrate } from '@/server/gateways/database/migrate-database'

/** For whoever starts the product: tables and queues as this version expects them. Repeatable. */
export async function migrateDatabase(url: string, migrationsFolder: string): Promise<void> {
  const log = pino({ base: { process: 'migrate' }, level: 'warn' }, pino.destination(2))
  await migrate(new Secret(url), migrationsFolder, log)
}
