import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { ModelError } from './model-error'

/** All addresses behind a name. */
export type Resolve = (name: string) => Promise<string[]>

export const resolveAll: Resolve = async (name) =>
  (await lookup(name, { all: true })).map(({ address }) => address)

// What is not the open internet: IANA's special-purpose registries, as of 2026.
const inside = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  inside.addSubnet(net, bits, 'ipv4')
}
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  inside.addSubnet(net, bits, 'ipv6')
}

/** IPv4 addresses that are written as IPv6 are looked up as what they are. */
const isInside = (address: string): boolean =>
  inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/**
 * Throws unless every address behind `baseUrl` is on the open internet, over https. With https a name that
 * is changed between this look and the call leads to a server that cannot prove that name.
 */
export async function requirePublicAddress(baseUrl: string, resolve: Resolve): Promise<void> {
  const { protocol, hostname } = new URL(baseUrl)
  if (protocol !== 'https:') {
    throw new ModelError(400, 'A provider of your own needs an address with https.', undefined)
  }
  const name = hostname.replace(/^\[|\]$/g, '')
  let addresses: string[]
  try {
    addresses = isIP(name) === 0 ? await resolve(name) : [name]
  } catch (error) {
    throw new ModelError(502, 'The model provider’s address could not be found.', error)
  }
  if (addresses.length > 0 && !addresses.some(isInside)) return
  throw new ModelError(400, 'This address lies inside of the server’s own network.', undefined)
}
