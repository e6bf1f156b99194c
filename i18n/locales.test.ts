import { describe, expect, it } from 'vitest'
import { localeOf, localeRewrites, localPath, splitLocale } from './locales'

describe('the address of a page in a language', () => {
  it.each([
    ['/', '/de'],
    ['/pricing', '/de/pricing'],
    ['/#walls', '/de#walls'],
    ['/docs/install', '/de/docs/install'],
  ])('%s is %s in German and itself in English', (path, german) => {
    expect(localPath('de', path)).toBe(german)
    expect(localPath('en', path)).toBe(path)
  })

  it.each([
    ['/de', 'de', '/'],
    ['/de/pricing', 'de', '/pricing'],
    ['/pricing', 'en', '/pricing'],
    ['/', 'en', '/'],
    ['/design', 'en', '/design'],
    ['/fr/pricing', 'en', '/fr/pricing'],
    ['/en/pricing', 'en', '/en/pricing'],
  ])('%s asks for %s and means %s', (address, locale, path) => {
    expect(splitLocale(address)).toEqual({ locale, path })
  })

  it('falls back to English for anything unknown', () => {
    expect(localeOf('de')).toBe('de')
    expect([localeOf('xx'), localeOf(null), localeOf(undefined)]).toEqual(['en', 'en', 'en'])
  })

  it('is drawn by the route of its page, and none leads into the console', () => {
    const rewrites = new Map(
      localeRewrites().map(({ source, destination }) => [source, destination]),
    )
    expect(rewrites.get('/de')).toBe('/')
    expect(rewrites.get('/de/sign-in')).toBe('/sign-in')
    expect(rewrites.get('/de/docs/:rest*')).toBe('/docs/:rest*')
    expect([...rewrites.values()].join()).not.toMatch(/chat|start|operator|api|setup/)
  })
})
