import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { SkipLink } from '@/components/shell/skip-link'
import { SiteFooter } from '@/components/site/frame/site-footer'
import { SiteHeader } from '@/components/site/frame/site-header'
import { pageCtx } from '@/server/auth/page-actor'
import { callerForPage } from '@/server/trpc/page-caller'

export async function generateMetadata(): Promise<Metadata> {
  const { publicOrigin } = await pageCtx()
  return { metadataBase: new URL(publicOrigin) }
}

type SiteLayoutProps = { children: ReactNode }

export default async function SiteLayout({ children }: SiteLayoutProps) {
  const api = await callerForPage()
  const { published } = await api.brand.legal()
  return (
    <div className="flex min-h-dvh flex-col overflow-x-clip">
      <SkipLink />
      <SiteHeader />
      <main id="main" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <SiteFooter published={published} />
    </div>
  )
}
