import './globals.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '@/components/shell/providers'

export const metadata: Metadata = {
  title: {
    default: 'Rockpool: a personal agent in a machine of its own',
    template: '%s · Rockpool',
  },
  description:
    'Your own OpenClaw agent in an isolated machine that was already running before you arrived.',
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
  return (
    // The theme script sets the class before React arrives, so the two may differ here and only here.
    <html lang="en" data-scroll-behavior="smooth" suppressHydrationWarning>
      <body className="min-h-dvh">
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  )
}
