import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

// Headers that are about one connection and must not travel on (RFC 9110, 7.6.1).
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

// What only the front may say. A visitor who sends these wants to be somebody else.
const claimed =
  /^(x-forwarded-.*|forwarded|x-real-ip|x-client-ip|true-client-ip|x-middleware-.*|x-rockpool-.*)$/

function namedByConnection(headers: IncomingHttpHeaders): Set<string> {
  const names = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  return new Set(names.filter((name) => name !== ''))
}

/** An IPv4 address that arrived on an IPv6 socket is still an IPv4 address. */
const plainAddress = (address: string | undefined): string =>
  (address ?? '').replace(/^::ffff:(?=\d+\.)/, '')

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')

const lastOf = (values: string[] | undefined): string =>
  values?.join(',').split(',').at(-1)?.trim() ?? ''

/**
 * What a program on this server says about the visitor it speaks for, under names of our own: whether it is
 * believed is an operator's to say (server/auth/request-origin.ts). The last entry counts, which the nearest
 * proxy wrote; all before it came from the visitor.
 */
function claimsOf({ headersDistinct }: IncomingMessage): Record<string, string> {
  const address = lastOf(headersDistinct['x-forwarded-for'])
  const host = lastOf(headersDistinct['x-forwarded-host'])
  return {
    ...(isIP(address) === 0 ? {} : { 'x-rockpool-claimed-for': plainAddress(address) }),
    ...(host === '' ? {} : { 'x-rockpool-claimed-host': host }),
  }
}

/** The visitor's headers for the program behind, with what the front itself knows about the visitor. */
export function headersForUpstream(request: IncomingMessage): Record<string, string | string[]> {
  const dropped = namedByConnection(request.headers)
  const headers: Record<string, string | string[]> = {}
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (values === undefined || hopByHop.has(name) || dropped.has(name)) continue
    if (claimed.test(name) || name === 'expect') continue
    // Node joins doubled cookies with a comma, which ends up inside the last value.
    if (name === 'cookie') headers[name] = values.join('; ')
    else headers[name] = values.length === 1 ? values.join('') : values
  }
  const peer = plainAddress(request.socket.remoteAddress)
  if (isLoopback(peer)) Object.assign(headers, claimsOf(request))
  headers['x-forwarded-for'] = peer
  headers['x-forwarded-host'] = request.headers.host ?? ''
  headers['x-forwarded-proto'] = 'http'
  // Without it Node would send the body of a GET with no length at all, and the program behind
  // would read those bytes as the next request.
  if (request.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked'
  return headers
}

/** Raw header pairs of an answer, less those that belong to the connection behind. */
export function headersForVisitor(answer: IncomingMessage): string[] {
  const dropped = namedByConnection(answer.headers)
  const kept: string[] = []
  for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2) {
    const name = answer.rawHeaders[index] ?? ''
    const lower = name.toLowerCase()
    if (hopByHop.has(lower) || dropped.has(lower)) continue
    kept.push(name, answer.rawHeaders[index + 1] ?? '')
  }
  return kept
}
