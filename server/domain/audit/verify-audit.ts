import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditChain, auditLog } from '@/drizzle/schema/audit'
import { lifecycleEvents } from '@/drizzle/schema/lifecycle'
import type { Ctx } from '@/server/domain/ctx'
import type { Reader } from '@/server/domain/database'
import { requireOperator } from '@/server/domain/require-operator'
import type { VerifyAuditInput } from './input'
import { recordAudit } from './record-audit'

export interface AuditHead {
  seq: number
  hash: string
}

export interface BrokenLink {
  /** Null for a row that has no link at all. */
  seq: number | null
  source: 'audit' | 'lifecycle'
  rowId: number
  why: 'link_missing' | 'link_changed' | 'row_changed' | 'row_removed' | 'row_unlinked' | 'cut'
}

export interface AuditVerdict {
  links: number
  /** The newest link. Written down elsewhere, it proves later that nothing was cut off. */
  head: AuditHead | null
  /** The first one in the order of the chain. */
  broken: BrokenLink | null
}

// A batch takes about 100 ms; one statement over a million links would hold a snapshot for minutes.
const batchSize = 5_000
const genesis = '0'.repeat(64)

const Link = z.object({
  seq: z.coerce.number().int(),
  source: z.enum(['audit', 'lifecycle']),
  rowId: z.coerce.number().int(),
  previousHash: z.string(),
  hash: z.string(),
  hasRow: z.boolean(),
  isRight: z.boolean(),
})
type Link = z.infer<typeof Link>

/** Walks the chain from its first link and stops at the first one that does not hold. */
export async function verifyAudit(ctx: Ctx, input: VerifyAuditInput): Promise<AuditVerdict> {
  requireOperator(ctx)
  const verdict = await walkChain(ctx.db, input.known)
  await ctx.db.transaction((tx) =>
    recordAudit(ctx, tx, {
      action: 'audit.verified',
      facts: {
        links: verdict.links,
        head: verdict.head?.hash ?? null,
        broken: verdict.broken?.why ?? null,
      },
    }),
  )
  return verdict
}

/** The walk itself, for whoever may look: it needs no actor. */
export async function walkChain(db: Reader, known?: AuditHead): Promise<AuditVerdict> {
  let head: AuditHead | null = null
  let links = 0
  for (;;) {
    const batch = await readBatch(db, head?.seq ?? 0)
    for (const link of batch) {
      const broken = faultOf(link, head) ?? faultAgainst(link, known)
      if (broken !== null) return { links, head, broken }
      head = { seq: link.seq, hash: link.hash }
      links += 1
    }
    if (batch.length < batchSize) break
  }
  if (known !== undefined && known.seq > (head?.seq ?? 0)) {
    return { links, head, broken: { seq: known.seq, source: 'audit', rowId: 0, why: 'cut' } }
  }
  return { links, head, broken: await findUnlinked(db) }
}

function faultOf(link: Link, before: AuditHead | null): BrokenLink | null {
  const { seq, source, rowId } = link
  const fault = (why: BrokenLink['why']): BrokenLink => ({ seq, source, rowId, why })
  if (seq !== (before?.seq ?? 0) + 1) return fault('link_missing')
  if (link.previousHash !== (before?.hash ?? genesis)) return fault('link_changed')
  if (!link.hasRow) return fault('row_removed')
  return link.isRight ? null : fault('row_changed')
}

const faultAgainst = (link: Link, known: AuditHead | undefined): BrokenLink | null =>
  known?.seq === link.seq && known.hash !== link.hash
    ? { seq: link.seq, source: link.source, rowId: link.rowId, why: 'cut' }
    : null

async function readBatch(db: Reader, after: number): Promise<Link[]> {
  const rows = await db.execute(sql`
    select c.seq, c.source, c.row_id as "rowId", c.previous_hash as "previousHash", c.hash,
      coalesce(a.id, e.id) is not null as "hasRow",
      c.hash = audit_link_hash(c.previous_hash, c.seq, c.source,
        case when a.id is not null then audit_log_text(a) else lifecycle_event_text(e) end
      ) as "isRight"
    from (select * from ${auditChain} where seq > ${after} order by seq limit ${batchSize}) c
    left join ${auditLog} a on c.source = 'audit' and a.id = c.row_id
    left join ${lifecycleEvents} e on c.source = 'lifecycle' and e.id = c.row_id
    order by c.seq
  `)
  return z.array(Link).parse([...rows])
}

const Unlinked = z.object({
  source: z.enum(['audit', 'lifecycle']),
  rowId: z.coerce.number().int(),
})

/** A row and its link are committed together, so a row without one came in behind the triggers. */
async function findUnlinked(db: Reader): Promise<BrokenLink | null> {
  const rows = await db.execute(sql`
    (select 'audit' as source, a.id as "rowId" from ${auditLog} a
      where not exists (select from ${auditChain} c where c.source = 'audit' and c.row_id = a.id) limit 1)
    union all
    (select 'lifecycle', e.id from ${lifecycleEvents} e
      where not exists (select from ${auditChain} c where c.source = 'lifecycle' and c.row_id = e.id) limit 1)
  `)
  const [first] = z.array(Unlinked).parse([...rows])
  return first === undefined ? null : { seq: null, ...first, why: 'row_unlinked' }
}
