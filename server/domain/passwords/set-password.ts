import { and, eq, gt, isNull } from 'drizzle-orm'
import { sessions, users } from '@/drizzle/schema/accounts'
import { passwordLinks } from '@/drizzle/schema/password-links'
import { localeOf, localPath } from '@/i18n/locales'
import { AppError } from '@/server/core/errors'
import type { UserId } from '@/server/core/ids'
import {
  forgiveAttempts,
  hashPassword,
  refundAttempt,
  refuseWeakPassword,
  spendAttempt,
} from '@/server/domain/accounts'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import type { Reader, Transaction } from '@/server/domain/database'
import { writeMail } from '@/server/domain/mail'
import { tellHostsOfEnds } from '@/server/domain/session-ends'
import { accountOf } from './account-of'
import type { CheckLinkInput, SetPasswordInput } from './input'
import { hashToken } from './link'

/** Tokens cannot be guessed; this keeps somebody who tries from costing anything. */
const guesses = {
  allowed: 20,
  windowMs: 15 * 60_000,
  refusal: 'Too many links were tried from here. Please wait 15 minutes and try again.',
}

/** One sentence for a link that is wrong, spent or too old: which of them it was helps nobody. */
const dead = () =>
  new AppError('precondition', {
    public: 'This link does not work any more. Ask for a new one.',
  })

interface LivingLink {
  userId: UserId
  name: string
  email: string
  locale: string
}

const isLiving = (ctx: Ctx, token: string) =>
  and(
    eq(passwordLinks.tokenHash, hashToken(token)),
    isNull(passwordLinks.spentAt),
    gt(passwordLinks.expiresAt, ctx.clock.now()),
  )

async function findLink(ctx: Ctx, db: Reader, token: string): Promise<LivingLink | undefined> {
  const [row] = await db
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      locale: passwordLinks.locale,
    })
    .from(passwordLinks)
    .innerJoin(users, eq(users.id, passwordLinks.userId))
    .where(isLiving(ctx, token))
  return row
}

/** Counts wrong ones alone. */
async function requireLink(ctx: Ctx, token: string): Promise<LivingLink> {
  const key = `password-token:address:${ctx.caller.address}`
  await spendAttempt(ctx, key, guesses)
  const link = await findLink(ctx, ctx.db, token)
  if (link === undefined) throw dead()
  await refundAttempt(ctx, key)
  return link
}

/** Whose link it is, so that a password manager knows what it keeps. */
export async function checkLink(ctx: Ctx, { token }: CheckLinkInput): Promise<{ email: string }> {
  const { email } = await requireLink(ctx, token)
  return { email }
}

/**
 * Whoever holds the link decides on the password. Everybody who is signed in as this person is signed out:
 * one of them may be the reason.
 */
export async function setPassword(
  ctx: Ctx,
  input: SetPasswordInput,
): Promise<{ email: string; endedSessions: number }> {
  const person = await requireLink(ctx, input.token)
  refuseWeakPassword(input.password, person)
  const passwordHash = await hashPassword(input.password)
  const { userId, email } = person
  const endedSessions = await ctx.db.transaction(async (tx) => {
    await spendLink(ctx, tx, { token: input.token, userId })
    await tx.update(users).set({ passwordHash }).where(eq(users.id, userId))
    const ended = await endSessions(ctx, tx, userId)
    const accountId = await accountOf(tx, userId)
    const facts = { endedSessions: ended }
    await recordAudit(ctx, tx, { action: 'password.reset', userId, accountId, facts })
    const locale = localeOf(person.locale)
    const path = localPath(locale, '/sign-in')
    await writeMail(ctx, tx, { kind: 'password_reset', person, locale, path, expiresAt: null })
    return ended
  })
  await forgiveAttempts(ctx, email)
  return { email, endedSessions }
}

/** Of two who use one link at once the second finds it spent. The person's other links end with it. */
async function spendLink(
  ctx: Ctx,
  tx: Transaction,
  { token, userId }: { token: string; userId: UserId },
): Promise<void> {
  const spentAt = ctx.clock.now()
  const spent = await tx
    .update(passwordLinks)
    .set({ spentAt })
    .where(isLiving(ctx, token))
    .returning({ id: passwordLinks.id })
  if (spent.length === 0) throw dead()
  await tx
    .update(passwordLinks)
    .set({ spentAt })
    .where(and(eq(passwordLinks.userId, userId), isNull(passwordLinks.spentAt)))
}

async function endSessions(ctx: Ctx, tx: Transaction, userId: UserId): Promise<number> {
  const now = ctx.clock.now()
  const ended = await tx
    .update(sessions)
    .set({ revokedAt: now })
    .where(
      and(eq(sessions.userId, userId), isNull(sessions.revokedAt), gt(sessions.expiresAt, now)),
    )
    .returning({ id: sessions.id })
  if (ended.length > 0) await tellHostsOfEnds(ctx, tx, userId)
  return ended.length
}
