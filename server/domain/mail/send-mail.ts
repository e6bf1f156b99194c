import { and, eq, inArray, lte } from 'drizzle-orm'
import { mails } from '@/drizzle/schema/mails'
import { after } from '@/server/core/clock'
import { AppError } from '@/server/core/errors'
import type { MailId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'
import type { Delivery } from '@/server/gateways/mail/mail-gateway'
import { compose, type MailRow } from './compose'
import { siteName } from './site-name'
import { loadMail, routeOf, type UsableMail } from './stored-settings'

const minute = 60_000
/** After the first try that did not work, after the second …; then it is given up. Four and a half hours. */
const pausesMs = [1, 5, 20, 60, 180].map((minutes) => minutes * minute)
/** A delivery ends within 45 s; whatever is still open after this has lost its process. */
const lostAfterMs = 3 * minute

/** Sends one waiting letter, if it is still waiting. Repeatable: the row says what has been done. */
export async function sendMail(ctx: Ctx, { mailId }: { mailId: MailId }): Promise<void> {
  const { mail } = await loadMail(ctx.db)
  const now = ctx.clock.now()
  // A request that comes early is one too many: the sweep asks again when the time is there.
  const isWaiting = and(eq(mails.id, mailId), eq(mails.state, 'waiting'), lte(mails.dueAt, now))
  if (mail.kind === 'none') {
    const over = { state: 'dropped', sealedFacts: null, dueAt: null, finishedAt: now } as const
    await ctx.db.update(mails).set(over).where(isWaiting)
    return
  }
  const [row] = await ctx.db
    .update(mails)
    .set({ state: 'sending', dueAt: after(now, lostAfterMs) })
    .where(isWaiting)
    .returning()
  if (row === undefined) return
  if (row.expiresAt !== null && row.expiresAt <= now) {
    const why = row.problem ?? 'It waited for too long.'
    return finish(ctx, row, { state: 'failed', problem: `Its link has expired. ${why}` })
  }
  if (mail.kind === 'kept') return finish(ctx, row, { state: 'kept' })
  await record(ctx, row, await deliver(ctx, row, mail))
}

async function deliver(
  ctx: Ctx,
  row: MailRow,
  mail: Exclude<UsableMail, { kind: 'kept' }>,
): Promise<Delivery> {
  try {
    return await ctx.mail.deliver(routeOf(ctx, mail), {
      id: row.id,
      from: { name: mail.senderName, address: mail.senderAddress },
      to: { name: '', address: row.recipient },
      ...compose(ctx, row, await siteName(ctx.db, mail)),
      at: row.createdAt,
    })
  } catch (error) {
    if (error instanceof AppError) return { outcome: 'later', sentence: error.message }
    throw error
  }
}

async function record(ctx: Ctx, row: MailRow, { outcome, sentence }: Delivery): Promise<void> {
  ctx.log.info({ mailId: row.id, kind: row.kind, outcome }, 'a message was tried')
  switch (outcome) {
    case 'accepted':
      return finish(ctx, row, { state: 'sent' })
    case 'refused':
      return finish(ctx, row, { state: 'failed', problem: sentence })
    case 'uncertain':
      return finish(ctx, row, { state: 'uncertain', problem: sentence })
    case 'later':
      return postpone(ctx, row, sentence)
    default:
      return outcome satisfies never
  }
}

async function postpone(ctx: Ctx, row: MailRow, problem: string): Promise<void> {
  const pauseMs = pausesMs[row.tries]
  if (pauseMs === undefined) return finish(ctx, row, { state: 'failed', problem })
  const dueAt = after(ctx.clock.now(), pauseMs)
  await ctx.db
    .update(mails)
    .set({ state: 'waiting', dueAt, tries: row.tries + 1, problem })
    .where(isOurs(row))
}

interface End {
  state: 'sent' | 'kept' | 'failed' | 'uncertain'
  problem?: string
}

async function finish(ctx: Ctx, row: MailRow, { state, problem }: End): Promise<void> {
  await ctx.db
    .update(mails)
    .set({
      state,
      problem: problem ?? null,
      tries: row.tries + 1,
      dueAt: null,
      finishedAt: ctx.clock.now(),
      // A letter may hold a link that opens an account. Once it is on its way nobody needs it here.
      ...(state === 'sent' ? { sealedFacts: null } : {}),
    })
    .where(isOurs(row))
}

/** An answer that comes after the sweep has called it lost is still the better knowledge. */
const isOurs = ({ id }: MailRow) =>
  and(eq(mails.id, id), inArray(mails.state, ['sending', 'uncertain']))
