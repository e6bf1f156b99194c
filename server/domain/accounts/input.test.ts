import { describe, expect, it } from 'vitest'
import { sameSitePath } from './input'

describe('the way back after sign-in', () => {
  it.each(['/chat', '/setup?link=a#b', '/a//b'])('keeps %s on this site', (path) => {
    expect(sameSitePath(path, '/chat')).toBe(path)
  })

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/a\n/b',
    '/a\\b',
    'javascript:alert(1)',
    'chat',
    '',
    null,
    undefined,
  ])('follows %j nowhere', (next) => {
    expect(sameSitePath(next, '/safe')).toBe('/safe')
  })
})
