import './globals.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale, getMessages, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Providers } from '@/components/shell/providers'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('meta.home')
  return {
    title: { default: t('title'), template: '%s · Rockpool' },
    description: t('description'),
  }
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f1f7f7' },
    { media: '(prefers-color-scheme: dark)', color: '#08151d' },
  ],
}

type RootLayoutProps = { children: ReactNode }

export default async function RootLayout({ children }: RootLayoutProps) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  // Only what runs in a browser: the words of the public pages arrive as finished text.
  const { shell, lost, doors } = await getMessages()
  return (
    // The theme script sets the class before React arrives, so the two may differ here and only here.
    <html lang={await getLocale()} data-scroll-behavior="smooth" suppressHydrationWarning>
      <body className="min-h-dvh">
        <NextIntlClientProvider messages={{ shell, lost, doors }}>
          <Providers nonce={nonce}>{children}</Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  )
}
