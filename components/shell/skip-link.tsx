import { useTranslations } from 'next-intl'

/** First stop of the Tab key on every page; `main` carries the id. */
export function SkipLink() {
  const t = useTranslations('shell')
  return (
    <a
      href="#main"
      className="fixed top-2 left-2 z-60 -translate-y-20 rounded-md bg-ink px-4 py-2.5 font-medium text-shore transition-transform focus:translate-y-0"
    >
      {t('skip')}
    </a>
  )
}
