'use client'
import './globals.css'
import { NextIntlClientProvider } from 'next-intl'
import { Lost } from '@/components/shell/lost'
import { Button } from '@/components/ui/button'

type GlobalErrorPageProps = { error: Error & { digest?: string }; retry: () => void }

/**
 * Replaces the root layout itself, so it brings its own document. The catalogue came with the layout that
 * failed, so this one page speaks English to everybody.
 */
export default function GlobalErrorPage({ error, retry }: GlobalErrorPageProps) {
  return (
    <html lang="en">
      <body className="min-h-dvh">
        <NextIntlClientProvider locale="en" messages={{}}>
          <Lost
            title="The site could not be drawn"
            action={<Button onClick={retry}>Try again</Button>}
          >
            <p>Something on the server failed. Nothing of yours is lost by trying again.</p>
            {error.digest !== undefined && (
              <p className="mt-3 text-sm">
                The operator finds the cause in the logs under <code>{error.digest}</code>.
              </p>
            )}
          </Lost>
        </NextIntlClientProvider>
      </body>
    </html>
  )
}
