import './globals.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { AccentStyle } from '@/components/brand/look/accent-style'
import { SiteBrandProvider } from '@/components/brand/site-brand'
import { Providers } from '@/components/shell/providers'
import { SiteLocaleProvider } from '@/components/shell/site-locale'
import { pageAddress } from '@/server/auth/page-address'
import { pageSite } from '@/server/trpc/page-site'
import { fontNames } from './fonts'

export async function generateMetadata(): Promise<Metadata> {
  const [t, { name }, address] = await Promise.all([
    getTranslations('meta.home'),
    pageSite(),
    pageAddress(),
  ])
  return {
    metadataBase: new URL(address),
    // A name is no pattern: a per cent sign in it must not be filled in.
    title: { default: `${name}: ${t('title')}`, template: `%s · ${name.replaceAll('%', '％')}` },
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
  const { accent, ...brand } = await pageSite()
  const locale = await getLocale()
  return (
    // The theme script sets the class before React arrives, so the two may differ here and only here.
    <html
      lang={locale}
      className={fontNames}
      data-scroll-behavior="smooth"
      suppressHydrationWarning
    >
      <head>{accent !== null && <AccentStyle accent={accent} nonce={nonce} />}</head>
      <body className="min-h-dvh">
        <SiteLocaleProvider locale={locale}>
          <SiteBrandProvider brand={brand}>
            <Providers nonce={nonce}>{children}</Providers>
          </SiteBrandProvider>
        </SiteLocaleProvider>
      </body>
    </html>
  )
}
