import type { MDXContent } from 'mdx/types'
import type { Locale } from '@/i18n/locales'
import warmPoolDe from './blog/de/warm-pool.mdx'
import warmPoolEn from './blog/en/warm-pool.mdx'
import firstDe from './docs/de/first-ten-minutes.mdx'
import installDe from './docs/de/install.mdx'
import settingsDe from './docs/de/settings.mdx'
import firstEn from './docs/en/first-ten-minutes.mdx'
import installEn from './docs/en/install.mdx'
import settingsEn from './docs/en/settings.mdx'
import imprintDe from './legal/de/imprint.mdx'
import privacyDe from './legal/de/privacy.mdx'
import termsDe from './legal/de/terms.mdx'
import imprintEn from './legal/en/imprint.mdx'
import privacyEn from './legal/en/privacy.mdx'
import termsEn from './legal/en/terms.mdx'

/** A text in every language; its title and summary stand in the catalogue of messages. */
type Translated = Record<Locale, MDXContent>

export const docPages = [
  { slug: 'first-ten-minutes', name: 'first', body: { en: firstEn, de: firstDe } },
  { slug: 'install', name: 'install', body: { en: installEn, de: installDe } },
  { slug: 'settings', name: 'settings', body: { en: settingsEn, de: settingsDe } },
] as const satisfies readonly { slug: string; name: string; body: Translated }[]

export interface Article {
  slug: string
  name: 'warmPool'
  /** The day it was published, by UTC. */
  day: string
  minutes: number
  body: Translated
}

/** Newest first. */
export const articles: readonly Article[] = [
  {
    slug: 'warm-pool',
    name: 'warmPool',
    day: '2026-11-21',
    minutes: 5,
    body: { en: warmPoolEn, de: warmPoolDe },
  },
]

export const legalTexts = {
  imprint: { en: imprintEn, de: imprintDe },
  privacy: { en: privacyEn, de: privacyDe },
  terms: { en: termsEn, de: termsDe },
} as const satisfies Record<string, Translated>
