import { headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import type messages from '../messages/en.json'
import { type Locale, localeHeader, localeOf } from './locales'

type Catalogue = { default: typeof messages }

const catalogues: Record<Locale, () => Promise<Catalogue>> = {
  en: () => import('../messages/en.json'),
  de: () => import('../messages/de.json'),
}

/** The catalogue of one request, in the language that the proxy read from the address. */
export default getRequestConfig(async () => {
  const locale = localeOf((await headers()).get(localeHeader))
  const { default: messages } = await catalogues[locale]()
  // A day is written by the clock that trials and articles are dated by.
  return { locale, messages, timeZone: 'UTC' }
})
