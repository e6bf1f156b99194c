import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditLog } from '@/drizzle/schema/audit'
import { lifecycleEvents } from '@/drizzle/schema/lifecycle'
import type { Ctx } from '@/server/domain/ctx'
import { keyOf, type Page, pageOf } from '@/server/domain/keyset'
import { requireOperator } from '@/server/domain/require-operator'
import { AuditRow, all, columns, conditionsOf } from './audit-rows'
import type { ListAuditInput } from './input'

const pageSize = 50
const Key = z.tuple([z.iso.datetime(), z.enum(['audit', 'lifecycle']), z.number().int()])
type Key = z.infer<typeof Key>

/** What people did and what happened to agents, newest first. */
export async function listAudit(ctx: Ctx, input: ListAuditInput): Promise<Page<AuditRow>> {
  requireOperator(ctx)
  const { cursor, ...filter } = input
  const after = keyOf(Key, cursor ?? null)
  const branch = (source: 'audit' | 'lifecycle', table: SQL) => sql`(
    select ${columns[source]} from ${table} e
    where ${all([...conditionsOf(source, filter), ...isAfter(source, after)])}
    order by e.at desc, e.id desc limit ${pageSize + 1}
  )`
  // Each branch reads one page of its own index; only what is shown is joined with names.
  const rows = await ctx.db.execute(sql`
    select r.source, r.id, r.at, r.actor, r.user_id as "userId", u.email, r.role, r.address, r.action,
      r.account_id as "accountId", a.name as "accountName", r.agent_id as "agentId",
      g.name as "agentName", r.host_id as "hostId", r.facts
    from (
      select * from (
        ${branch('audit', sql`${auditLog}`)} union all ${branch('lifecycle', sql`${lifecycleEvents}`)}
      ) both_tables
      order by at desc, source desc, id desc limit ${pageSize + 1}
    ) r
    left join users u on u.id = r.user_id
    left join accounts a on a.id = r.account_id
    left join agents g on g.id = r.agent_id
    order by r.at desc, r.source desc, r.id desc
  `)
  const found = z.array(AuditRow).parse([...rows])
  return pageOf(found, pageSize, ({ at, source, id }): Key => [at.toISOString(), source, id])
}

/** The order is (at, source, id), all of them falling; within one table the source is a constant. */
function isAfter(source: 'audit' | 'lifecycle', key: Key | null): SQL[] {
  if (key === null) return []
  const [at, keySource, id] = key
  const moment = sql`${at}::timestamptz`
  if (source === keySource) return [sql`(e.at, e.id) < (${moment}, ${id})`]
  return [source < keySource ? sql`e.at <= ${moment}` : sql`e.at < ${moment}`]
}
