import { describe, expect, it } from 'vitest'
import { isTranslated, localeOf, localPath, splitLocale } from './locales'

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

  it('exists for the public pages and the doors, never for the console', () => {
    for (const path of ['/', '/docs', '/docs/install', '/blog/a', '/sign-in', '/imprint']) {
      expect([path, isTranslated(path)]).toEqual([path, true])
    }
    for (const path of ['/chat', '/start', '/operator', '/api/health', '/docsx', '/setup']) {
      expect([path, isTranslated(path)]).toEqual([path, false])
    }
  })
})
