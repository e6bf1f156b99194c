import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runBundle } from './setup/run-bundle.mjs'

// npm run db:seed -- --accounts 10000: fills the migrated database at DATABASE_URL with made-up accounts.

const root = dirname(dirname(fileURLToPath(import.meta.url)))
process.exit(
  await runBundle(root, {
    entry: 'drizzle/seed/main.ts',
    name: 'seed',
    args: process.argv.slice(2),
  }),
)
