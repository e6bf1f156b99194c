import type { ReactNode } from 'react'
import { SkipLink } from '@/components/shell/skip-link'
import { SiteFooter } from '@/components/site/frame/site-footer'
import { SiteHeader } from '@/components/site/frame/site-header'
import { callerForPage } from '@/server/trpc/page-caller'
import { pageSite } from '@/server/trpc/page-site'

type SiteLayoutProps = { children: ReactNode }

export default async function SiteLayout({ children }: SiteLayoutProps) {
  const api = await callerForPage()
  const [{ published }, site] = await Promise.all([api.brand.legal(), pageSite()])
  return (
    <div className="flex min-h-dvh flex-col overflow-x-clip">
      <SkipLink />
      <SiteHeader />
      <main id="main" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <SiteFooter published={published} site={site} />
    </div>
  )
}
