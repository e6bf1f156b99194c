import { useLocale } from 'next-intl'
import { type Locale, locales, localPath } from '@/i18n/locales'

const names: Record<Locale, string> = { en: 'English', de: 'Deutsch' }

type LanguageSwitchProps = {
  label: string
  /** The page that is read now, without the prefix of a language. */
  here: string
}

/** This page in each language, which is named in itself. */
export function LanguageSwitch({ label, here }: LanguageSwitchProps) {
  const current = useLocale()
  return (
    <nav aria-label={label}>
      <ul className="-ml-2 flex gap-1">
        {locales.map((locale) => (
          <li key={locale}>
            <a
              href={localPath(locale, here)}
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
