import { migrateDatabase } from '../../../drizzle/migrate'

// A program of its own: a migration that goes wrong ends it, not the starter that watches over the rest.
const [migrationsFolder] = process.argv.slice(2)
const url = process.env['DATABASE_URL']
if (migrationsFolder === undefined || url === undefined) {
  throw new Error('usage: DATABASE_URL=… migrate.mjs <folder of migrations>')
}
await migrateDatabase(url, migrationsFolder)
