import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { SealedBox } from '@/agent-host/protocol/seal'
import { settings } from '@/drizzle/schema/settings'
import { AppError } from '@/server/core/errors'
import { Secret } from '@/server/core/secret'
import type { Ctx } from '@/server/domain/ctx'
import type { Reader } from '@/server/domain/database'
import type { MailRoute } from '@/server/gateways/mail/mail-gateway'
import { type MailSettingsInput, smtpSecurities } from './input'

export const settingKey = 'mail'

const Common = {
  senderName: z.string(),
  senderAddress: z.string(),
  /** Where links in messages lead: see `link-address.ts`. */
  siteAddress: z.string(),
}

const StoredMail = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('kept'), ...Common }),
  z.object({
    kind: z.literal('smtp'),
    ...Common,
    host: z.string(),
    port: z.number(),
    security: z.enum(smtpSecurities),
    user: z.string(),
    sealedPassword: SealedBox.nullable(),
  }),
  z.object({ kind: z.literal('resend'), ...Common, sealedKey: SealedBox }),
])
export type StoredMail = z.infer<typeof StoredMail>
/** Settings by which a message can be written. */
export type UsableMail = Exclude<StoredMail, { kind: 'none' }>

export async function loadMail(db: Reader): Promise<{ mail: StoredMail; changedAt: Date | null }> {
  const [row] = await db.select().from(settings).where(eq(settings.key, settingKey))
  if (row === undefined) return { mail: { kind: 'none' }, changedAt: null }
  return { mail: StoredMail.parse(row.value), changedAt: row.changedAt }
}

type SmtpPlace = Pick<Extract<StoredMail, { kind: 'smtp' }>, 'host' | 'port' | 'security' | 'user'>

/** A stored password goes only where it was entered for: to no other server, and in no weaker a way. */
const passwordContext = ({ host, port, security, user }: SmtpPlace): string =>
  `mail:smtp:${JSON.stringify([host, port, security, user])}`
const keyContext = 'mail:resend'

const missing = (field: string, sentence: string) =>
  new AppError('invalid', { public: sentence, facts: { field } })

/** What was entered, completed with the stored secret where none was, and closed. */
export function sealSettings(ctx: Ctx, input: MailSettingsInput, stored: StoredMail): StoredMail {
  if (input.kind === 'none') return input
  const siteAddress = ctx.caller.origin ?? ctx.publicOrigin
  if (input.kind === 'kept') return { ...input, siteAddress }
  if (input.kind === 'resend') {
    const { apiKey, ...rest } = input
    if (apiKey !== null) {
      const sealedKey = ctx.vault.seal(new Secret(apiKey), keyContext)
      return { ...rest, siteAddress, sealedKey }
    }
    if (stored.kind !== 'resend') throw missing('apiKey', 'Enter the key.')
    return { ...rest, siteAddress, sealedKey: stored.sealedKey }
  }
  const { password, ...rest } = input
  const context = passwordContext(input)
  if (rest.user === '') return { ...rest, siteAddress, sealedPassword: null }
  if (password !== null) {
    return { ...rest, siteAddress, sealedPassword: ctx.vault.seal(new Secret(password), context) }
  }
  const isSamePlace = stored.kind === 'smtp' && passwordContext(stored) === context
  if (!isSamePlace || stored.sealedPassword === null) {
    throw missing(
      'password',
      'Enter the password. A stored one is used only with the server, port, encryption and user it was entered for.',
    )
  }
  return { ...rest, siteAddress, sealedPassword: stored.sealedPassword }
}

/** Opens the secret for one delivery. */
export function routeOf(
  ctx: Ctx,
  mail: Extract<StoredMail, { kind: 'smtp' | 'resend' }>,
): MailRoute {
  if (mail.kind === 'resend') {
    return { kind: 'resend', apiKey: open(ctx, mail.sealedKey, keyContext) }
  }
  const { host, port, security, user, sealedPassword } = mail
  const login =
    sealedPassword === null
      ? null
      : { user, password: open(ctx, sealedPassword, passwordContext(mail)) }
  return { kind: 'smtp', host, port, security, login }
}

function open(ctx: Ctx, box: SealedBox, context: string): Secret {
  try {
    return ctx.vault.open(box, context)
  } catch (error) {
    throw new AppError('precondition', {
      public:
        'The stored mail password cannot be opened: ROCKPOOL_SECRET_KEY is another one than when it was saved. Enter the password again.',
      cause: error,
    })
  }
}
