/**
 * The set-up link as it stands in an address: `?link=…`, or behind `#`, where it is never sent to any
 * server and leaves no trace in a log.
 */
export function linkOf(search: string, hash: string): string {
  const fragment = hash.replace(/^#/, '')
  const fromFragment = fragment.startsWith('link=')
    ? new URLSearchParams(fragment).get('link')
    : fragment
  return fromFragment || new URLSearchParams(search).get('link') || ''
}
