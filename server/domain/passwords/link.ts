import { createHash, randomBytes } from 'node:crypto'
import { type Locale, localPath } from '@/i18n/locales'

/** One hour: long enough for a slow mailbox, short enough for one that somebody else reads later. */
export const linkLifeMs = 60 * 60_000

/** 256 bits. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is stored. Without salt: nobody can try all tokens of 256 bits. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** The token stands behind `#`, where it is sent to no server and stays in no log. */
export const pathOf = (locale: Locale, token: string): string =>
  `${localPath(locale, '/new-password')}#${token}`
