/** Case-insensitive lookups, as both `Headers` and Next's read-only ones offer. */
interface HeaderReader {
  get(name: string): string | null
}

const firstOf = (value: string | null): string | undefined => value?.split(',')[0]?.trim()

/** The address people used for this request, from what the front reports; null when it does not parse. */
export function siteOrigin(headers: HeaderReader): string | null {
  const host = firstOf(headers.get('x-forwarded-host')) ?? firstOf(headers.get('host'))
  const proto = firstOf(headers.get('x-forwarded-proto')) ?? 'http'
  if (host === undefined || (proto !== 'http' && proto !== 'https')) return null
  return URL.canParse(`${proto}://${host}`) ? new URL(`${proto}://${host}`).origin : null
}

/**
 * The request's Origin when it is this site's own: the address the request was sent to, or the public
 * one. People reach a self-hosted site by several names, and each is its own origin to a browser.
 */
export function trustedOrigin(headers: HeaderReader, publicOrigin: string): string | null {
  const claimed = headers.get('origin')
  if (claimed === null) return null
  return claimed === siteOrigin(headers) || claimed === publicOrigin ? claimed : null
}

/** Who asked, as the front reports it. The front drops what the client claims about itself. */
export const callerAddress = (headers: HeaderReader): string =>
  firstOf(headers.get('x-forwarded-for')) ?? 'unknown'
