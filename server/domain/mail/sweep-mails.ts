import { and, eq, isNotNull, lt, lte } from 'drizzle-orm'
import { mails } from '@/drizzle/schema/mails'
import { after } from '@/server/core/clock'
import { MailId } from '@/server/core/ids'
import type { Ctx } from '@/server/domain/ctx'

/** As long as sign-ins are kept: long enough to answer "did you write to me?". */
const keepMs = 30 * 24 * 60 * 60_000
/** Per round; the next one is 30 s away. */
const most = 200

/** Wakes letters whose time has come, tells of those whose sender died, and forgets old ones. */
export async function sweepMails(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now()
  const isDue = lte(mails.dueAt, now)
  // Whether it was taken is unknown, and a second copy is not ours to risk.
  await ctx.db
    .update(mails)
    .set({
      state: 'uncertain',
      dueAt: null,
      finishedAt: now,
      problem: 'The server was stopped while it sent this message. It may have arrived.',
    })
    .where(and(eq(mails.state, 'sending'), isDue))
  const due = await ctx.db
    .select({ id: mails.id })
    .from(mails)
    .where(and(eq(mails.state, 'waiting'), isDue))
    .orderBy(mails.dueAt)
    .limit(most)
  for (const { id } of due) {
    await ctx.jobs.enqueue(ctx.db, 'mails.send', { mailId: MailId.parse(id) })
  }
  await ctx.db
    .delete(mails)
    .where(and(isNotNull(mails.finishedAt), lt(mails.finishedAt, after(now, -keepMs))))
}
