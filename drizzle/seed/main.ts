import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { seedAccounts } from './seed-accounts'

// A fixed day, so that two runs make the same rows.
const defaultUntil = '2026-11-01T00:00:00Z'

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1000' },
    until: { type: 'string', default: defaultUntil },
  },
})
const accounts = Number(values.accounts)
const until = new Date(values.until)
const url = process.env['DATABASE_URL']
if (!Number.isInteger(accounts) || accounts < 1 || Number.isNaN(until.getTime())) {
  console.error('Usage: npm run db:seed -- --accounts 10000 [--until 2026-11-01T00:00:00Z]')
  process.exit(2)
}
if (url === undefined) {
  console.error(
    'DATABASE_URL says which database to fill. It must be migrated and meant for trying.',
  )
  process.exit(2)
}
const sql = postgres(url, { max: 1, onnotice: () => undefined })
try {
  await seedAccounts(sql, { accounts, until })
  console.log(
    `${accounts.toLocaleString('en')} accounts are there, the newest of ${until.toISOString()}.`,
  )
} finally {
  await sql.end({ timeout: 5 })
}
