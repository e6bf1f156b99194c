import { describe, expect, it } from 'vitest'
import { callerAddress, siteOrigin, trustedOrigin } from './request-origin'

const headers = (values: Record<string, string>) => new Headers(values)
const publicOrigin = 'https://agents.example.test'

describe('the origin of a request', () => {
  it.each([
    ['http://localhost:3000', 'localhost:3000', 'http'],
    ['http://127.0.0.1:3000', '127.0.0.1:3000', 'http'],
    ['https://pool.lan', 'pool.lan', 'https'],
  ])('%s is trusted when the front was reached by that very name', (origin, host, proto) => {
    const given = headers({ origin, 'x-forwarded-host': host, 'x-forwarded-proto': proto })
    expect(trustedOrigin(given, publicOrigin)).toBe(origin)
  })

  it('is trusted when it is the public one', () => {
    const given = headers({ origin: publicOrigin, host: '127.0.0.1:4000' })
    expect(trustedOrigin(given, publicOrigin)).toBe(publicOrigin)
  })

  it.each([
    'https://evil.example',
    'http://localhost:3001',
    'https://localhost:3000',
    'null',
    'http://localhost:3000.evil.example',
  ])('%s is not trusted', (origin) => {
    const given = headers({ origin, 'x-forwarded-host': 'localhost:3000' })
    expect(trustedOrigin(given, publicOrigin)).toBeNull()
  })

  it('is not trusted when the browser sent none', () => {
    expect(trustedOrigin(headers({ host: 'localhost:3000' }), publicOrigin)).toBeNull()
  })

  it('is nothing when the host does not parse', () => {
    expect(siteOrigin(headers({ 'x-forwarded-host': 'a b' }))).toBeNull()
    expect(siteOrigin(headers({ host: 'x', 'x-forwarded-proto': 'javascript' }))).toBeNull()
    expect(siteOrigin(headers({}))).toBeNull()
  })

  it('comes with the address that the front put first', () => {
    expect(callerAddress(headers({ 'x-forwarded-for': '203.0.113.9, 10.0.0.1' }))).toBe(
      '203.0.113.9',
    )
    expect(callerAddress(headers({}))).toBe('unknown')
  })
})
