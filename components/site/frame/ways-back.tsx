import { useLocale, useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { type Locale, localPath } from '@/i18n/locales'
import { LocalLink } from './local-link'

const otherOf: Record<Locale, Locale> = { en: 'de', de: 'en' }

/** To the front page in this language, and in the other: an address that leads nowhere has none of its own. */
export function WaysBack() {
  const t = useTranslations('lost')
  const shell = useTranslations('shell')
  const other = otherOf[useLocale()]
  return (
    <>
      <Button asChild>
        <LocalLink href="/">{shell('front')}</LocalLink>
      </Button>
      <Button asChild variant="outline">
        <a href={localPath(other, '/')} hrefLang={other} lang={other}>
          {t('otherFront')}
        </a>
      </Button>
    </>
  )
}
