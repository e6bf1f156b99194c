import { and, count, desc, eq, inArray, isNotNull } from 'drizzle-orm'
import { mails } from '@/drizzle/schema/mails'
import { AppError, notFound } from '@/server/core/errors'
import { MailId } from '@/server/core/ids'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import type { Reader } from '@/server/domain/database'
import { requireOperator } from '@/server/domain/require-operator'
import { compose, type MailRow } from './compose'
import type { MailInput } from './input'
import type { WrittenLetter } from './letters/letters'
import { siteName } from './site-name'
import { loadMail } from './stored-settings'

export interface MailSummary {
  id: string
  kind: MailRow['kind']
  recipient: string
  state: MailRow['state']
  problem: string | null
  tries: number
  createdAt: Date
  /** Of a waiting one that was tried already. */
  nextTryAt: Date | null
  /** Set aside is for good; what has expired is of no use any more. */
  canRetry: boolean
}

export interface Outbox {
  /** Given up, newest first. */
  unsent: MailSummary[]
  /** Tried without success, and to be tried again. */
  late: MailSummary[]
  /** Not sent on purpose, to be read here. */
  kept: MailSummary[]
}

const most = 50
const givenUp = ['failed', 'uncertain'] as const

export async function readOutbox(ctx: Ctx): Promise<Outbox> {
  requireOperator(ctx)
  const list = async (where: ReturnType<typeof and>) => {
    const rows = await ctx.db
      .select()
      .from(mails)
      .where(where)
      .orderBy(desc(mails.createdAt), desc(mails.id))
      .limit(most)
    return rows.map((row) => summaryOf(ctx, row))
  }
  const [unsent, late, kept] = await Promise.all([
    list(inArray(mails.state, [...givenUp])),
    list(and(eq(mails.state, 'waiting'), isNotNull(mails.problem))),
    list(eq(mails.state, 'kept')),
  ])
  return { unsent, late, kept }
}

function summaryOf(ctx: Ctx, row: MailRow): MailSummary {
  const { id, kind, recipient, state, problem, tries, createdAt } = row
  const nextTryAt = state === 'waiting' ? row.dueAt : null
  const canRetry = isRetryable(ctx, row)
  return { id, kind, recipient, state, problem, tries, createdAt, nextTryAt, canRetry }
}

const isRetryable = (ctx: Ctx, row: MailRow): boolean =>
  (row.state === 'failed' || row.state === 'uncertain') &&
  row.sealedFacts !== null &&
  (row.expiresAt === null || row.expiresAt > ctx.clock.now())

/** For the operator's overview, which has looked who asks. */
export async function countUnsent(db: Reader): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(mails)
    .where(inArray(mails.state, [...givenUp]))
  return row?.count ?? 0
}

/** A kept message may hold a link that opens an account, so reading one is on record. */
export async function readMail(ctx: Ctx, { mailId }: MailInput): Promise<WrittenLetter> {
  requireOperator(ctx)
  const { mail } = await loadMail(ctx.db)
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(mails)
      .where(and(eq(mails.id, mailId), eq(mails.state, 'kept')))
    if (row === undefined) throw notFound('message')
    await recordAudit(ctx, tx, { action: 'mail.read', facts: { mailId, kind: row.kind } })
    return compose(ctx, row, await siteName(tx, mail))
  })
}

export async function retryMail(ctx: Ctx, { mailId }: MailInput): Promise<Record<string, never>> {
  requireOperator(ctx)
  await ctx.db.transaction(async (tx) => {
    const [row] = await tx.select().from(mails).where(eq(mails.id, mailId)).for('update')
    if (row === undefined) throw notFound('message')
    if (!isRetryable(ctx, row)) {
      throw new AppError('conflict', { public: 'This message cannot be sent any more.' })
    }
    const fresh = { state: 'waiting', tries: 0, dueAt: ctx.clock.now(), finishedAt: null } as const
    await tx.update(mails).set(fresh).where(eq(mails.id, mailId))
    await ctx.jobs.enqueue(tx, 'mails.send', { mailId: MailId.parse(mailId) })
    await recordAudit(ctx, tx, { action: 'mail.retried', facts: { mailId, kind: row.kind } })
  })
  return {}
}

/** The operator has seen it and lets it be. */
export async function dropMail(ctx: Ctx, { mailId }: MailInput): Promise<Record<string, never>> {
  requireOperator(ctx)
  await ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .update(mails)
      .set({ state: 'dropped', sealedFacts: null })
      .where(and(eq(mails.id, mailId), inArray(mails.state, [...givenUp, 'kept'])))
      .returning()
    if (row === undefined) throw notFound('message')
    await recordAudit(ctx, tx, { action: 'mail.dropped', facts: { mailId, kind: row.kind } })
  })
  return {}
}
