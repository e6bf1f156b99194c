import { decode } from 'next-auth/jwt'
import type { Secret } from '@/server/core/secret'
import type { Env } from '@/server/env'

/**
 * Browsers accept the `__Secure-` prefix over https only. A site that was started with an https address is
 * secure whatever a request looks like; another one is where its operator's https address was used.
 */
export const isSecureSite = (env: Env, siteOrigin: string): boolean =>
  env.publicOrigin.startsWith('https://') || siteOrigin.startsWith('https://')

export const sessionCookieName = (isSecure: boolean): string =>
  `${isSecure ? '__Secure-' : ''}next-auth.session-token`

interface CookieReader {
  get(name: string): { value: string } | undefined
}

/** The session that the signed cookie names. Whether it still lives is the database's to say. */
export async function sessionIdOf(
  cookies: CookieReader,
  site: { secret: Secret; isSecure: boolean },
): Promise<string | null> {
  const cookie = cookies.get(sessionCookieName(site.isSecure))
  if (cookie === undefined) return null
  try {
    const token = await decode({ token: cookie.value, secret: site.secret.reveal() })
    const sessionId = token?.['sessionId']
    return typeof sessionId === 'string' ? sessionId : null
  } catch {
    // Not made by us, or with an older key, or long expired: no session, and no alarm either.
    return null
  }
}
