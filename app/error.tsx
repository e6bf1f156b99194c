'use client'
import { useLocale, useTranslations } from 'next-intl'
import { Lost } from '@/components/shell/lost'
import { Button } from '@/components/ui/button'
import { localPath } from '@/i18n/locales'

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void }

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const t = useTranslations('lost')
  const shell = useTranslations('shell')
  const locale = useLocale()
  return (
    <Lost
      title={t('errorTitle')}
      action={
        <>
          <Button onClick={retry}>{shell('retry')}</Button>
          <Button asChild variant="outline">
            {/* A whole new page on purpose: what failed may be in the one that is loaded. */}
            <a href={localPath(locale, '/')}>{shell('front')}</a>
          </Button>
        </>
      }
    >
      <p>{t('error')}</p>
      {error.digest !== undefined && (
        <p className="mt-3 text-sm">
          {t.rich('digest', { digest: error.digest, code: (text) => <code>{text}</code> })}
        </p>
      )}
    </Lost>
  )
}
