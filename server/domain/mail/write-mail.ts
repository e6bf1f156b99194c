import { mails } from '@/drizzle/schema/mails'
import type { Locale } from '@/i18n/locales'
import { newMailId, type UserId } from '@/server/core/ids'
import { Secret } from '@/server/core/secret'
import type { Ctx } from '@/server/domain/ctx'
import type { Reader, Transaction } from '@/server/domain/database'
import type { LetterKind } from './letters/letter'
import { linkAddress } from './link-address'
import { loadMail } from './stored-settings'

export interface NewMail {
  kind: Exclude<LetterKind, 'test'>
  person: { userId: UserId; name: string; email: string }
  locale: Locale
  /** A path of this site, its fragment included. */
  path: string
  /** When what the letter says stops being true; null for never. */
  expiresAt: Date | null
}

export const factsContext = (mailId: string): string => `mail:letter:${mailId}`

/** Whether anybody can be written to at all. */
export async function hasMail(db: Reader): Promise<boolean> {
  return (await loadMail(db)).mail.kind !== 'none'
}

/** A letter, written by the transaction that is its cause and sent once that has happened. False without mail. */
export async function writeMail(ctx: Ctx, tx: Transaction, letter: NewMail): Promise<boolean> {
  const { mail } = await loadMail(tx)
  if (mail.kind === 'none') return false
  const { kind, person, locale, path, expiresAt } = letter
  const id = newMailId()
  const facts = { name: person.name, link: `${await linkAddress(tx, mail)}${path}` }
  const now = ctx.clock.now()
  await tx.insert(mails).values({
    id,
    userId: person.userId,
    kind,
    recipient: person.email,
    locale,
    sealedFacts: ctx.vault.seal(new Secret(JSON.stringify(facts)), factsContext(id)),
    state: 'waiting',
    dueAt: now,
    expiresAt,
    createdAt: now,
  })
  await ctx.jobs.enqueue(tx, 'mails.send', { mailId: id })
  return true
}
