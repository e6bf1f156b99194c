import { z } from 'zod'
import { UserId } from '@/agent-host/protocol/ids'
import { locales } from '@/i18n/locales'
import { Email, maxPasswordLength } from '../accounts/input'

export const AskForLinkInput = z.object({ email: Email, locale: z.enum(locales) })
export type AskForLinkInput = z.infer<typeof AskForLinkInput>

/** 32 bytes in base64url. What has another shape is told like one that is not known. */
export const Token = z.string().max(100)

export const CheckLinkInput = z.object({ token: Token })
export type CheckLinkInput = z.infer<typeof CheckLinkInput>

export const SetPasswordInput = z.object({
  token: Token,
  password: z.string().min(1).max(maxPasswordLength),
})
export type SetPasswordInput = z.infer<typeof SetPasswordInput>

export const MakeLinkInput = z.object({ userId: UserId })
export type MakeLinkInput = z.infer<typeof MakeLinkInput>
