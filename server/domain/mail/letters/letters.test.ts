import { describe, expect, it } from 'vitest'
import { locales } from '@/i18n/locales'
import { greetable, type LetterKind } from './letter'
import { writeLetter } from './letters'

const kinds: LetterKind[] = ['welcome', 'password_link', 'password_reset', 'test']
const link = 'https://tidewater.test/new-password#token'
const about = (name: string) => ({ site: 'Tide & Water', facts: { name, link } })

describe('every letter', () => {
  it.each(locales.flatMap((locale) => kinds.map((kind) => [kind, locale] as const)))(
    '%s in %s says the same as text and as a page, and each line of its own',
    (kind, locale) => {
      const { subject, text, html } = writeLetter(kind, { locale, ...about('Kim') })
      expect(subject).toMatch(/\S/)
      expect(subject).not.toMatch(/[\r\n]/)
      expect(text).toContain('Kim')
      expect(html).toContain(`<html lang="${locale}">`)
      expect(html).toContain('Tide &amp; Water')
      if (kind === 'test') return
      expect(text).toContain(`:\n${link}\n`)
      expect(html).toContain(`href="${link}"`)
    },
  )

  it('differs between languages', () => {
    for (const kind of kinds) {
      const [en, de] = locales.map((locale) => writeLetter(kind, { locale, ...about('Kim') }))
      expect([kind, en?.subject]).not.toEqual([kind, de?.subject])
      expect([kind, en?.text]).not.toEqual([kind, de?.text])
    }
  })

  it('is drawn for dark mail programs too', () => {
    const { html } = writeLetter('welcome', { locale: 'en', ...about('Kim') })
    expect(html).toContain('content="light dark"')
    expect(html).toContain('prefers-color-scheme:dark')
  })
})

describe('a name in a letter', () => {
  it.each(['Kim', 'Dr. Müller-Lüdenscheidt', "O'Neill", '李小龍', 'J. R. Hartley'])(
    '%s is greeted by name',
    (name) => expect(greetable(name)).toBe(name),
  )

  it.each([
    'win at evil.example',
    'https://evil.example',
    'see evil/offer',
    'me@evil',
    'a\nb',
    '<b>Kim</b>',
  ])('%j, which would become a link or break out, is left out', (name) => {
    expect(greetable(name)).toBe('')
    const { text } = writeLetter('welcome', { locale: 'en', ...about(name) })
    expect(text).toMatch(/^Hello,\n/)
  })

  it('is text in the page, whatever it holds', () => {
    const { html } = writeLetter('welcome', { locale: 'en', ...about('Tom & "Jerry"') })
    expect(html).toContain('Hello Tom &amp; &quot;Jerry&quot;,')
  })
})
