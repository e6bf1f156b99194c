'use client'
import { usePathname } from 'next/navigation'
import { useSiteLocale } from '@/components/shell/site-locale'
import { type Locale, locales, localPath, splitLocale } from '@/i18n/locales'

const names: Record<Locale, string> = { en: 'English', de: 'Deutsch' }

type LanguageSwitchProps = { label: string }

/** Each language is named in itself. A whole new page on purpose: the frame around it changes too. */
export function LanguageSwitch({ label }: LanguageSwitchProps) {
  const current = useSiteLocale()
  const { path } = splitLocale(usePathname())
  return (
    <nav aria-label={label}>
      <ul className="-ml-2 flex gap-1">
        {locales.map((locale) => (
          <li key={locale}>
            <a
              href={localPath(locale, path)}
              hrefLang={locale}
              lang={locale}
              aria-current={locale === current ? 'true' : undefined}
              className="inline-block rounded-sm px-2 py-1.5 text-sm text-ink-soft hover:text-ink hover:underline aria-[current]:font-semibold aria-[current]:text-ink"
            >
              {names[locale]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
