/** Case-insensitive lookups, as both `Headers` and Next's read-only ones offer. */
interface HeaderReader {
  get(name: string): string | null
}

/** The addresses of this site, as far as its operator has named them. */
export interface KnownSite {
  /** Origins under which people may come although the request itself does not say so. */
  origins: readonly string[]
  /** An operator has said that a reverse proxy on this server stands in front. */
  isBehindProxy: boolean
}

const firstOf = (value: string | null): string | undefined => value?.split(',')[0]?.trim()

/**
 * What a proxy on this server says about a visitor. Who may say it: the front alone writes these two headers
 * (scripts/launcher/front/headers.ts), from X-Forwarded-For and X-Forwarded-Host of a program that reached it
 * over the loopback, and drops a visitor's own. That is believed only after an operator has said that such a
 * proxy is there: one that passes bytes through unread, a tunnel for instance, would pass on lies too.
 */
const claimed = (headers: HeaderReader, name: 'for' | 'host', site: KnownSite) =>
  site.isBehindProxy ? (headers.get(`x-rockpool-claimed-${name}`) ?? undefined) : undefined

/**
 * The address people used for this request; null when it does not parse. A request for the name of a known
 * address came by that address: the proxy ends TLS, so the scheme cannot be seen here. Who sends that name
 * on another way wins nothing by it: stricter cookies, and an Origin that no other site can send.
 */
export function siteOrigin(headers: HeaderReader, site: KnownSite): string | null {
  const known = (name: string | undefined) =>
    site.origins.find((origin) => new URL(origin).host === name)
  const byProxy = known(claimed(headers, 'host', site))
  if (byProxy !== undefined) return byProxy
  const host = firstOf(headers.get('x-forwarded-host')) ?? firstOf(headers.get('host'))
  const proto = firstOf(headers.get('x-forwarded-proto')) ?? 'http'
  if (host === undefined || (proto !== 'http' && proto !== 'https')) return null
  const url = URL.parse(`${proto}://${host}`)
  if (url === null) return null
  return known(host) ?? url.origin
}

/**
 * The request's Origin when it is this site's own: the address the request was sent to, or a known one.
 * People reach a self-hosted site by several names, and each is its own origin to a browser.
 */
export function trustedOrigin(headers: HeaderReader, site: KnownSite): string | null {
  const origin = headers.get('origin')
  if (origin === null) return null
  return origin === siteOrigin(headers, site) || site.origins.includes(origin) ? origin : null
}

/** Who asked: as the proxy says, where one is believed; else as the front saw it. */
export const callerAddress = (headers: HeaderReader, site: KnownSite): string =>
  claimed(headers, 'for', site) ?? firstOf(headers.get('x-forwarded-for')) ?? 'unknown'
