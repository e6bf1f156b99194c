import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { SkipLink } from '@/components/shell/skip-link'
import { OwnTurn } from '@/components/site/frame/own-turn'
import { SiteFooter } from '@/components/site/frame/site-footer'
import { SiteHeader } from '@/components/site/frame/site-header'
import { splitLocale } from '@/i18n/locales'
import { callerForPage } from '@/server/trpc/page-caller'
import { pageSite } from '@/server/trpc/page-site'

type SiteLayoutProps = { children: ReactNode }

export default async function SiteLayout({ children }: SiteLayoutProps) {
  const api = await callerForPage()
  const [{ published }, site, here] = await Promise.all([api.brand.legal(), pageSite(), pagePath()])
  return (
    <div className="flex min-h-dvh flex-col overflow-x-clip">
      <SkipLink />
      <OwnTurn>
        <SiteHeader here={here} />
      </OwnTurn>
      <main id="main" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <OwnTurn>
        <SiteFooter published={published} site={site} here={here} />
      </OwnTurn>
    </div>
  )
}

/** The address of this page without the prefix of a language and without a query. */
async function pagePath(): Promise<string> {
  const [pathname = '/'] = ((await headers()).get('x-rockpool-path') ?? '/').split('?')
  return splitLocale(pathname).path
}
