import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { users } from '@/drizzle/schema/accounts'
import { useDatabase } from '@/server/testing/database'

const database = useDatabase()

describe('a statement with parameters', () => {
  it('is prepared once per connection, inside a transaction too', async () => {
    const prepared = await database.db.transaction(async (tx) => {
      for (const name of ['a', 'b', 'c']) {
        await tx.select().from(users).where(sql`${users.name} = ${name}`)
      }
      return tx.execute(sql`
        select count(*)::int as n, sum(generic_plans + custom_plans)::int as runs
        from pg_prepared_statements where statement like '%from "users"%' and statement like '%= $1%'`)
    })
    expect([...prepared]).toEqual([{ n: 1, runs: 3 }])
  })

  it('is not prepared when its length changes from call to call', async () => {
    const many = Array.from({ length: 65 }, (_, n) => `name ${n}`)
    const found = await database.db.transaction(async (tx) => {
      await tx.select().from(users).where(sql`${users.name} in ${many}`)
      return tx.execute(
        sql`select 1 from pg_prepared_statements where statement like '%"name" in (%'`,
      )
    })
    expect([...found]).toEqual([])
  })
})
