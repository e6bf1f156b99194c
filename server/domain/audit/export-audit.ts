import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditChain, auditLog } from '@/drizzle/schema/audit'
import { lifecycleEvents } from '@/drizzle/schema/lifecycle'
import type { Ctx } from '@/server/domain/ctx'
import type { Reader } from '@/server/domain/database'
import { requireOperator } from '@/server/domain/require-operator'
import { all, columns, conditionsOf } from './audit-rows'
import type { AuditFilter, ExportAuditInput } from './input'
import { recordAudit } from './record-audit'

const batchSize = 1_000

const Exported = z.object({
  seq: z.coerce.number().int(),
  source: z.enum(['audit', 'lifecycle']),
  id: z.coerce.number().int(),
  at: z.coerce.date().transform((at) => at.toISOString()),
  actor: z.string(),
  userId: z.string().nullable(),
  role: z.string().nullable(),
  address: z.string().nullable(),
  action: z.string(),
  accountId: z.string().nullable(),
  agentId: z.string().nullable(),
  hostId: z.string().nullable(),
  facts: z.record(z.string(), z.unknown()),
  /** What was hashed: SHA-256 of previousHash, seq, source and this, joined by line breaks. */
  text: z.string(),
  previousHash: z.string(),
  hash: z.string(),
})
type Exported = z.infer<typeof Exported>

const header = Object.keys(Exported.shape) as (keyof Exported)[]

/**
 * The record as text, in the order of the chain. Without a filter a stranger can check every link of
 * it with nothing but SHA-256. Authorises and records itself before the first line.
 */
export async function exportAudit(
  ctx: Ctx,
  input: ExportAuditInput,
): Promise<AsyncGenerator<string>> {
  requireOperator(ctx)
  const { format, ...filter } = input
  await ctx.db.transaction((tx) =>
    recordAudit(ctx, tx, { action: 'audit.exported', facts: { format } }),
  )
  return format === 'csv' ? csvOf(ctx.db, filter) : ndjsonOf(ctx.db, filter)
}

async function* ndjsonOf(db: Reader, filter: AuditFilter): AsyncGenerator<string> {
  for await (const row of walk(db, filter)) yield `${JSON.stringify(row)}\n`
}

async function* csvOf(db: Reader, filter: AuditFilter): AsyncGenerator<string> {
  yield `${header.join(',')}\r\n`
  for await (const row of walk(db, filter)) {
    yield `${header.map((name) => cellOf(row[name])).join(',')}\r\n`
  }
}

/** Spreadsheets run what begins like a formula; a quote in front makes it text. */
function cellOf(value: unknown): string {
  if (value === null) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

async function* walk(db: Reader, filter: AuditFilter): AsyncGenerator<Exported> {
  let after = 0
  for (;;) {
    const rows = await readBatch(db, filter, after)
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < batchSize) return
    after = last.seq
  }
}

async function readBatch(db: Reader, filter: AuditFilter, after: number): Promise<Exported[]> {
  const rows = await db.execute(sql`
    select r.seq, r.source, r.id, r.at, r.actor, r.user_id as "userId", r.role, r.address, r.action,
      r.account_id as "accountId", r.agent_id as "agentId", r.host_id as "hostId", r.facts,
      r.text, r.previous_hash as "previousHash", r.hash
    from (
      (select c.seq, c.previous_hash, c.hash, audit_log_text(e) as text, ${columns.audit}
        from ${auditChain} c join ${auditLog} e on e.id = c.row_id
        where c.source = 'audit' and c.seq > ${after} and ${all(conditionsOf('audit', filter))}
        order by c.seq limit ${batchSize})
      union all
      (select c.seq, c.previous_hash, c.hash, lifecycle_event_text(e) as text, ${columns.lifecycle}
        from ${auditChain} c join ${lifecycleEvents} e on e.id = c.row_id
        where c.source = 'lifecycle' and c.seq > ${after} and ${all(conditionsOf('lifecycle', filter))}
        order by c.seq limit ${batchSize})
    ) r
    order by r.seq limit ${batchSize}
  `)
  return z.array(Exported).parse([...rows])
}
