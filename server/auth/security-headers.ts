interface HeaderReader {
  get(name: string): string | null
}

/** `connect-src 'self'` covers sockets in most browsers, but not in all: the socket's address is named. */
export function contentPolicy(page: {
  nonce: string
  headers: HeaderReader
  isDevelopment: boolean
}): string {
  const { headers } = page
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? ''
  // Behind a proxy that ends TLS the page cannot see its own scheme; a browser on https refuses ws: anyway.
  const socket = isHostName.test(host) ? `ws://${host} wss://${host}` : ''
  const evaluation = page.isDevelopment ? " 'unsafe-eval'" : ''
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${page.nonce}' 'strict-dynamic'${evaluation}`,
    // Positioned menus and the theme write style attributes, which no nonce can permit.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${socket}`.trim(),
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

// A visitor writes this header: nothing may follow it that begins another rule.
const isHostName = /^[\w.-]+(:\d{1,5})?$|^\[[\da-f:]+\](:\d{1,5})?$/i

const yearSeconds = 31_536_000

export function securityHeaders(headers: HeaderReader): [string, string][] {
  const isHttps = headers.get('x-forwarded-proto') === 'https'
  return [
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
    // The set-up link travels in an address: no other site may learn it.
    ['referrer-policy', 'same-origin'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['permissions-policy', 'camera=(), geolocation=(), payment=(), usb=()'],
    ...(isHttps
      ? [['strict-transport-security', `max-age=${yearSeconds}`] as [string, string]]
      : []),
  ]
}
