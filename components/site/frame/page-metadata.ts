import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defaultLocale, locales, localPath } from '@/i18n/locales'
import type messages from '@/messages/en.json'

type PageName = Exclude<keyof (typeof messages)['meta'], 'notFound'>

/** Where the page is in each language, for search engines. `path` has no prefix. */
export const languagesOf = (path: string): Record<string, string> => ({
  ...Object.fromEntries(locales.map((locale) => [locale, localPath(locale, path)])),
  'x-default': localPath(defaultLocale, path),
})

/** Title, description and the page's address in every language. */
export async function pageMetadata(
  path: string,
  about: { title: string; description: string },
): Promise<Metadata> {
  const locale = await getLocale()
  return {
    ...about,
    alternates: { canonical: localPath(locale, path), languages: languagesOf(path) },
    // Title and description are taken over from above.
    openGraph: {
      type: 'website',
      url: localPath(locale, path),
      locale,
      alternateLocale: locales.filter((other) => other !== locale),
    },
  }
}

/** The same with the words that the catalogue has for this page. */
export async function namedMetadata(name: PageName, path: string): Promise<Metadata> {
  const t = await getTranslations('meta')
  const title = t(`${name}.title`)
  return pageMetadata(path, { title, description: t(`${name}.description`) })
}
