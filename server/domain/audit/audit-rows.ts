import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { AccountId, AgentId, HostId, UserId } from '@/server/core/ids'
import type { AuditFilter } from './input'

/** One line of the record, whichever of the two tables it stands in. */
export const AuditRow = z.object({
  source: z.enum(['audit', 'lifecycle']),
  id: z.coerce.number().int(),
  at: z.coerce.date(),
  actor: z.enum(['anonymous', 'user', 'system']),
  userId: UserId.nullable(),
  /** Null once the person is gone. */
  email: z.string().nullable(),
  role: z.enum(['operator', 'owner', 'member']).nullable(),
  address: z.string().nullable(),
  action: z.string(),
  accountId: AccountId.nullable(),
  accountName: z.string().nullable(),
  agentId: AgentId.nullable(),
  agentName: z.string().nullable(),
  hostId: HostId.nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type AuditRow = z.infer<typeof AuditRow>

/** Both tables in the same columns. `e` is the row; the names stand in the order of `AuditRow`. */
export const columns = {
  audit: sql`'audit' as source, e.id, e.at, e.actor, e.user_id, e.role, e.address, e.action,
    e.account_id, e.agent_id, e.host_id, e.facts`,
  lifecycle: sql`'lifecycle' as source, e.id, e.at,
    case when e.user_id is null then 'system' else 'user' end as actor,
    e.user_id, null as role, null as address, e.kind as action,
    e.account_id, e.agent_id, null as host_id, e.facts`,
} as const

const moment = (date: Date) => sql`${date.toISOString()}::timestamptz`

/** What the filter says about rows of one of the two tables. */
export function conditionsOf(source: keyof typeof columns, filter: AuditFilter): SQL[] {
  const conditions: SQL[] = []
  const action = source === 'audit' ? sql`e.action` : sql`e.kind`
  if (filter.action !== undefined) conditions.push(sql`${action} = ${filter.action}`)
  if (filter.accountId !== undefined) conditions.push(sql`e.account_id = ${filter.accountId}`)
  if (filter.agentId !== undefined) conditions.push(sql`e.agent_id = ${filter.agentId}`)
  if (filter.from !== undefined) conditions.push(sql`e.at >= ${moment(filter.from)}`)
  if (filter.until !== undefined) conditions.push(sql`e.at < ${moment(filter.until)}`)
  if (filter.who !== undefined && filter.who !== '') conditions.push(isBy(source, filter.who))
  return conditions
}

// As many people as a part of an address may mean; beyond that it is no longer a question about a person.
const mostPeople = 50

function isBy(source: keyof typeof columns, who: string): SQL {
  if (who.toLowerCase() === 'system') {
    return source === 'audit' ? sql`e.actor = 'system'` : sql`e.user_id is null`
  }
  const pattern = `%${who.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  return sql`e.user_id = any(array(
    select id from users where lower(email) like ${pattern} limit ${mostPeople}
  ))`
}

export const all = (conditions: readonly SQL[]): SQL =>
  conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `)
