import { describe, expect, it } from 'vitest'
import { callerAddress, type KnownSite, siteOrigin, trustedOrigin } from './request-origin'

const headers = (values: Record<string, string>) => new Headers(values)
const publicOrigin = 'https://agents.example.test'
const startOrigin = 'http://localhost:3000'
const site: KnownSite = { origins: [publicOrigin, startOrigin], isBehindProxy: false }
const proxied: KnownSite = { ...site, isBehindProxy: true }

describe('the origin of a request', () => {
  it.each([
    ['http://localhost:3000', 'localhost:3000', 'http'],
    ['http://127.0.0.1:3000', '127.0.0.1:3000', 'http'],
    ['https://pool.lan', 'pool.lan', 'https'],
  ])('%s is trusted when the front was reached by that very name', (origin, host, proto) => {
    const given = headers({ origin, 'x-forwarded-host': host, 'x-forwarded-proto': proto })
    expect(trustedOrigin(given, site)).toBe(origin)
  })

  it('is trusted when it is a known one, whatever name the proxy used', () => {
    const given = headers({ origin: publicOrigin, host: '127.0.0.1:4000' })
    expect(trustedOrigin(given, site)).toBe(publicOrigin)
  })

  it.each([
    'https://evil.example',
    'http://localhost:3001',
    'https://localhost:3000',
    // The right name without the lock.
    'http://agents.example.test',
    'null',
    'http://localhost:3000.evil.example',
  ])('%s is not trusted', (origin) => {
    const given = headers({ origin, 'x-forwarded-host': 'localhost:3000' })
    expect(trustedOrigin(given, site)).toBeNull()
  })

  it('is not trusted when the browser sent none', () => {
    expect(trustedOrigin(headers({ host: 'localhost:3000' }), site)).toBeNull()
  })

  it('is nothing when the host does not parse', () => {
    expect(siteOrigin(headers({ 'x-forwarded-host': 'a b' }), site)).toBeNull()
    expect(siteOrigin(headers({ host: 'x', 'x-forwarded-proto': 'javascript' }), site)).toBeNull()
    expect(siteOrigin(headers({}), site)).toBeNull()
  })

  it('is the operator’s address, with its lock, when a proxy passed that name on', () => {
    const given = headers({
      'x-forwarded-host': 'agents.example.test',
      'x-forwarded-proto': 'http',
    })
    expect(siteOrigin(given, site)).toBe(publicOrigin)
  })
})

describe('what a proxy says about a visitor', () => {
  const given = headers({
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': '127.0.0.1:3000',
    'x-forwarded-proto': 'http',
    'x-rockpool-claimed-for': '203.0.113.9',
    'x-rockpool-claimed-host': 'agents.example.test',
  })

  it('is believed once an operator has said that one is there', () => {
    expect([callerAddress(given, proxied), siteOrigin(given, proxied)]).toEqual([
      '203.0.113.9',
      publicOrigin,
    ])
  })

  it('is not believed before', () => {
    expect([callerAddress(given, site), siteOrigin(given, site)]).toEqual([
      '127.0.0.1',
      'http://127.0.0.1:3000',
    ])
  })

  it('never makes a name of this site that its operator has not entered', () => {
    const lie = headers({
      origin: 'http://evil.example',
      'x-forwarded-host': '127.0.0.1:3000',
      'x-rockpool-claimed-host': 'evil.example',
    })
    expect(siteOrigin(lie, proxied)).toBe('http://127.0.0.1:3000')
    expect(trustedOrigin(lie, proxied)).toBeNull()
  })
})

describe('the address of a visitor', () => {
  it('is the one that the front saw first', () => {
    const given = headers({ 'x-forwarded-for': '203.0.113.9, 10.0.0.1' })
    expect(callerAddress(given, site)).toBe('203.0.113.9')
    expect(callerAddress(headers({}), site)).toBe('unknown')
  })
})
