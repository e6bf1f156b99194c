import { z } from 'zod'
import { locales } from '@/i18n/locales'

export const minPasswordLength = 10
/** argon2 has no limit of its own; this one keeps a request from buying seconds of our processor. */
export const maxPasswordLength = 200

export const Email = z.string().trim().min(3).max(254).pipe(z.email())
export const PersonName = z.string().trim().min(1).max(80)

export const SignUpInput = z.object({
  name: PersonName,
  email: Email,
  password: z.string().min(1).max(maxPasswordLength),
})
export type SignUpInput = z.infer<typeof SignUpInput>

/** The language of the door, which is that of the first letter. */
export const SignUpAtDoorInput = SignUpInput.extend({ locale: z.enum(locales).default('en') })
export type SignUpAtDoorInput = z.infer<typeof SignUpAtDoorInput>

export const SignInInput = z.object({
  email: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(maxPasswordLength),
})
export type SignInInput = z.infer<typeof SignInInput>

/**
 * `next` as it may be followed: a path on this site. Browsers read `//host` and `/\host` as another
 * site, and drop tabs and line breaks before they look.
 */
export function sameSitePath(next: string | null | undefined, otherwise: string): string {
  if (next === null || next === undefined) return otherwise
  if (!next.startsWith('/') || /^\/[/\\]/.test(next)) return otherwise
  return /[\p{Cc}\\]/u.test(next) ? otherwise : next
}
