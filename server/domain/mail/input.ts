import { z } from 'zod'
import { Email } from '../accounts/input'

const Host = z
  .string()
  .trim()
  .min(1)
  .max(253)
  // A name or a number; never a whole address, and nothing that another protocol could read into it.
  .regex(/^[\p{L}\p{N}.:_-]+$/u)

const Sender = {
  senderName: z.string().trim().min(1).max(80),
  senderAddress: Email,
}

/** `null` for a secret keeps the stored one, which works only for what it was entered for. */
const KeptOrNew = z.string().min(1).max(1_000).nullable()

export const smtpSecurities = ['tls', 'starttls', 'none'] as const

export const MailSettingsInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** For development: nothing leaves, an operator reads what would have. */
  z.strictObject({ kind: z.literal('kept'), ...Sender }),
  z.strictObject({
    kind: z.literal('smtp'),
    ...Sender,
    host: Host,
    port: z.number().int().min(1).max(65_535),
    security: z.enum(smtpSecurities),
    /** Empty for a relay that asks nobody who they are. */
    user: z.string().trim().max(320),
    password: KeptOrNew,
  }),
  z.strictObject({ kind: z.literal('resend'), ...Sender, apiKey: KeptOrNew }),
])
export type MailSettingsInput = z.infer<typeof MailSettingsInput>

export const TestMailInput = z.object({ settings: MailSettingsInput, to: Email })
export type TestMailInput = z.infer<typeof TestMailInput>

export const MailInput = z.object({ mailId: z.string().regex(/^mai_[0-9a-z]{20}$/) })
export type MailInput = z.infer<typeof MailInput>
