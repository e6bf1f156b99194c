import { mails } from '@/drizzle/schema/mails'
import { AppError } from '@/server/core/errors'
import { newMailId } from '@/server/core/ids'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import { requireOperator } from '@/server/domain/require-operator'
import type { TestMailInput } from './input'
import { writeLetter } from './letters/letters'
import { siteName } from './site-name'
import { loadMail, routeOf, sealSettings, type UsableMail } from './stored-settings'

export interface MailTest {
  ok: boolean
  /** What the other side said, in words for the operator. */
  sentence: string
}

const testFacts = { name: '', link: '' }

/** Sends one message by these settings, saved or not, and waits for the answer. Nothing is stored. */
export async function testMail(ctx: Ctx, { settings, to }: TestMailInput): Promise<MailTest> {
  requireOperator(ctx)
  const { mail: stored } = await loadMail(ctx.db)
  const mail = sealSettings(ctx, settings, stored)
  if (mail.kind === 'none') {
    throw new AppError('invalid', {
      public: 'Choose a way to send first.',
      facts: { field: 'kind' },
    })
  }
  const test = await tryOut(ctx, mail, to)
  await ctx.db.transaction((tx) =>
    recordAudit(ctx, tx, { action: 'mail.tested', facts: { kind: mail.kind, ok: test.ok } }),
  )
  return test
}

async function tryOut(ctx: Ctx, mail: UsableMail, to: string): Promise<MailTest> {
  const now = ctx.clock.now()
  const id = newMailId()
  if (mail.kind === 'kept') {
    const row = { id, kind: 'test', recipient: to, locale: 'en', state: 'kept' } as const
    await ctx.db.insert(mails).values({ ...row, createdAt: now, finishedAt: now })
    return { ok: true, sentence: 'The message is kept. You can read it below.' }
  }
  const { senderName: name, senderAddress: address } = mail
  const letter = writeLetter('test', {
    locale: 'en',
    site: await siteName(ctx.db, mail),
    facts: testFacts,
  })
  const { outcome, sentence } = await ctx.mail.deliver(routeOf(ctx, mail), {
    id,
    from: { name, address },
    to: { name: '', address: to },
    ...letter,
    at: now,
  })
  return { ok: outcome === 'accepted', sentence }
}
