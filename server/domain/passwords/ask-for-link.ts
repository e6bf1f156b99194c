import { passwordLinks } from '@/drizzle/schema/password-links'
import { after } from '@/server/core/clock'
import { AppError } from '@/server/core/errors'
import { newPasswordLinkId } from '@/server/core/ids'
import { normaliseEmail } from '@/server/core/text'
import { spendAttempt } from '@/server/domain/accounts'
import { readLegal } from '@/server/domain/brand'
import type { Ctx } from '@/server/domain/ctx'
import { hasMail } from '@/server/domain/mail'
import type { AskForLinkInput } from './input'
import { linkLifeMs } from './link'

const hour = 60 * 60_000

/** Enough for somebody who cannot find the first message; too few to fill a stranger's mailbox. */
export const perEmail = {
  allowed: 5,
  windowMs: hour,
  refusal: 'This address was asked for too often. Please wait an hour and try again.',
}
/** A household or an office behind one address forgets more often than one person. */
export const perCaller = {
  allowed: 20,
  windowMs: hour,
  refusal: 'Too many links were asked for from here. Please wait an hour and try again.',
}

export interface WayBackIn {
  /** False while this site cannot send mail: then only its operator can help. */
  byMail: boolean
  /** Where the operator can be asked, if they have said so. */
  supportEmail: string | null
}

/** Open to all: what to do about a forgotten password here. */
export async function readWayBackIn(ctx: Ctx): Promise<WayBackIn> {
  const [byMail, legal] = await Promise.all([hasMail(ctx.db), readLegal(ctx)])
  const supportEmail = legal.details?.supportEmail ?? ''
  return { byMail, supportEmail: supportEmail === '' ? null : supportEmail }
}

/**
 * The same rows, words and time for every address: whether somebody lives there is looked up later, by a
 * job, and told to nobody but them.
 */
export async function askForLink(ctx: Ctx, input: AskForLinkInput): Promise<Record<string, never>> {
  if (!(await hasMail(ctx.db))) {
    throw new AppError('precondition', {
      public: 'This site cannot send mail. Whoever runs it can make you a link.',
    })
  }
  const email = normaliseEmail(input.email)
  // The caller first: a blocked one must not use up what somebody else may ask for.
  await spendAttempt(ctx, `password-link:address:${ctx.caller.address}`, perCaller)
  await spendAttempt(ctx, `password-link:account:${email}`, perEmail)
  const id = newPasswordLinkId()
  const now = ctx.clock.now()
  const { locale } = input
  await ctx.db.transaction(async (tx) => {
    const expiresAt = after(now, linkLifeMs)
    await tx.insert(passwordLinks).values({ id, email, locale, createdAt: now, expiresAt })
    await ctx.jobs.enqueue(tx, 'passwords.send-link', { linkId: id })
  })
  return {}
}
