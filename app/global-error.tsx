'use client'
import './globals.css'
import { useSyncExternalStore } from 'react'
import { failureWords } from '@/components/shell/failure-words'
import { Lost } from '@/components/shell/lost'
import { SiteLocaleProvider } from '@/components/shell/site-locale'
import { buttonLook } from '@/components/ui/button-look'
import { splitLocale } from '@/i18n/locales'
import { fontNames } from './fonts'

type GlobalErrorPageProps = { error: Error & { digest?: string }; retry: () => void }

const never = () => () => undefined

/** Replaces the root layout itself, so it brings its own document, in the language of the address. */
export default function GlobalErrorPage({ error, retry }: GlobalErrorPageProps) {
  const path = useSyncExternalStore(
    never,
    () => globalThis.location.pathname,
    () => '/',
  )
  const { locale } = splitLocale(path)
  const words = failureWords[locale]
  return (
    <html lang={locale} className={fontNames}>
      <body className="min-h-dvh">
        <SiteLocaleProvider locale={locale}>
          <Lost
            title={words.site}
            action={
              <button type="button" onClick={retry} className={buttonLook()}>
                {words.retry}
              </button>
            }
          >
            <p>{words.failed}</p>
            {error.digest !== undefined && (
              <p className="mt-3 text-sm">
                {words.cause} <code>{error.digest}</code>.
              </p>
            )}
          </Lost>
        </SiteLocaleProvider>
      </body>
    </html>
  )
}
