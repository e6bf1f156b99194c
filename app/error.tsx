'use client'
import { usePathname } from 'next/navigation'
import { failureWords } from '@/components/shell/failure-words'
import { Lost } from '@/components/shell/lost'
import { buttonLook } from '@/components/ui/button-look'
import { localPath, splitLocale } from '@/i18n/locales'

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void }

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const { locale } = splitLocale(usePathname())
  const words = failureWords[locale]
  return (
    <Lost
      title={words.page}
      action={
        <>
          <button type="button" onClick={retry} className={buttonLook()}>
            {words.retry}
          </button>
          {/* A whole new page on purpose: what failed may be in the one that is loaded. */}
          <a href={localPath(locale, '/')} className={buttonLook({ variant: 'outline' })}>
            {words.front}
          </a>
        </>
      }
    >
      <p>{words.failed}</p>
      {error.digest !== undefined && (
        <p className="mt-3 text-sm">
          {words.cause} <code>{error.digest}</code>.
        </p>
      )}
    </Lost>
  )
}
