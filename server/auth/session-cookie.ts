import { decode } from 'next-auth/jwt'
import type { Env } from '@/server/env'

/** Browsers accept the `__Secure-` prefix over https only. */
export const isSecureSite = (env: Env): boolean => env.publicOrigin.startsWith('https://')

export const sessionCookieName = (env: Env): string =>
  `${isSecureSite(env) ? '__Secure-' : ''}next-auth.session-token`

interface CookieReader {
  get(name: string): { value: string } | undefined
}

/** The session that the signed cookie names. Whether it still lives is the database's to say. */
export async function sessionIdOf(cookies: CookieReader, env: Env): Promise<string | null> {
  const cookie = cookies.get(sessionCookieName(env))
  if (cookie === undefined) return null
  try {
    const token = await decode({ token: cookie.value, secret: env.authSecret.reveal() })
    const sessionId = token?.['sessionId']
    return typeof sessionId === 'string' ? sessionId : null
  } catch {
    // Not made by us, or with an older key, or long expired: no session, and no alarm either.
    return null
  }
}
