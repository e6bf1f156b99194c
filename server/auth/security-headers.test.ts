import { describe, expect, it } from 'vitest'
import { contentPolicy, securityHeaders } from './security-headers'

const page = (values: Record<string, string>, isDevelopment = false) =>
  contentPolicy({ nonce: 'abc', headers: new Headers(values), isDevelopment })

describe('the content policy', () => {
  it('permits sockets to this site’s own address and nowhere else', () => {
    const policy = page({ 'x-forwarded-host': 'pool.lan', 'x-forwarded-proto': 'https' })
    expect(policy).toContain("connect-src 'self' ws://pool.lan wss://pool.lan;")
    expect(page({ host: '[::1]:3000' })).toContain('wss://[::1]:3000;')
  })

  it('cannot be widened by a forged host', () => {
    const policy = page({ 'x-forwarded-host': "x; script-src * 'unsafe-inline'" })
    expect(policy.match(/script-src/g)).toHaveLength(1)
    expect(policy).not.toContain('script-src *')
  })

  it('runs scripts by nonce only, and evaluates nothing outside development', () => {
    expect(page({ host: 'a' })).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';")
    expect(page({ host: 'a' })).not.toContain('unsafe-eval')
    expect(page({ host: 'a' }, true)).toContain('unsafe-eval')
  })

  it('insists on https only where https is spoken', () => {
    const names = (proto: string) =>
      securityHeaders(new Headers({ host: 'a', 'x-forwarded-proto': proto })).map(([name]) => name)
    expect(names('https')).toContain('strict-transport-security')
    expect(names('http')).not.toContain('strict-transport-security')
  })
})
