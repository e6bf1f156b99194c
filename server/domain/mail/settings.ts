import { sql } from 'drizzle-orm'
import { mails } from '@/drizzle/schema/mails'
import { settings } from '@/drizzle/schema/settings'
import { recordAudit } from '@/server/domain/audit'
import type { Ctx } from '@/server/domain/ctx'
import type { Reader } from '@/server/domain/database'
import { requireOperator } from '@/server/domain/require-operator'
import type { MailSettingsInput } from './input'
import { linkAddress } from './link-address'
import { loadMail, type StoredMail, sealSettings, settingKey } from './stored-settings'

/** Without its secret, which nobody can read here again. */
export type MailView = {
  /** Where links in messages lead; null while there are no messages. */
  linkAddress: string | null
  changedAt: Date | null
  settings: MailSettingsView
}

type MailSettingsView =
  | { kind: 'none' }
  | ({ kind: 'kept' } & Sender)
  | ({
      kind: 'smtp'
      host: string
      port: number
      security: 'tls' | 'starttls' | 'none'
      user: string
      hasPassword: boolean
    } & Sender)
  | ({ kind: 'resend' } & Sender)
interface Sender {
  senderName: string
  senderAddress: string
}

export async function getMail(ctx: Ctx): Promise<MailView> {
  requireOperator(ctx)
  const { mail, changedAt } = await loadMail(ctx.db)
  return viewOf(ctx.db, mail, changedAt)
}

const viewOf = async (db: Reader, mail: StoredMail, changedAt: Date | null): Promise<MailView> => ({
  linkAddress: mail.kind === 'none' ? null : await linkAddress(db, mail),
  changedAt,
  settings: shown(mail),
})

function shown(mail: StoredMail): MailSettingsView {
  if (mail.kind === 'none') return { kind: 'none' }
  const { senderName, senderAddress } = mail
  switch (mail.kind) {
    case 'kept':
    case 'resend':
      return { kind: mail.kind, senderName, senderAddress }
    case 'smtp': {
      const { kind, host, port, security, user, sealedPassword } = mail
      const hasPassword = sealedPassword !== null
      return { kind, host, port, security, user, hasPassword, senderName, senderAddress }
    }
    default:
      return mail satisfies never
  }
}

/** Replaces all settings at once. What waits is tried again right away; with "none" it is given up. */
export async function saveMail(ctx: Ctx, input: MailSettingsInput): Promise<MailView> {
  requireOperator(ctx)
  const changedAt = ctx.clock.now()
  return ctx.db.transaction(async (tx) => {
    const { mail: before } = await loadMail(tx)
    const mail = sealSettings(ctx, input, before)
    await tx
      .insert(settings)
      .values({ key: settingKey, value: mail, changedAt })
      .onConflictDoUpdate({ target: settings.key, set: { value: mail, changedAt } })
    await tx
      .update(mails)
      .set(
        mail.kind === 'none'
          ? { state: 'dropped', sealedFacts: null, dueAt: null, finishedAt: changedAt }
          : { dueAt: changedAt },
      )
      .where(sql`${mails.state} = 'waiting'`)
    await recordAudit(ctx, tx, { action: 'mail.changed', facts: factsOf(mail) })
    return viewOf(tx, mail, changedAt)
  })
}

/** For the record: where mail goes and from whom, without anything that opens a door. */
function factsOf(mail: StoredMail): Record<string, string | number> {
  if (mail.kind === 'none') return { kind: 'none' }
  const { kind, senderAddress } = mail
  if (kind !== 'smtp') return { kind, senderAddress }
  const { host, port, security } = mail
  return { kind, senderAddress, host, port, security }
}
