import Link from 'next/link'
import type { ReactNode } from 'react'
import { AccountMenu } from './account-menu'
import { ConsoleNav } from './console-nav'
import { LogoName } from './logo'
import { MainPlace } from './main-place'
import type { Me } from './me'
import { SkipLink } from './skip-link'
import { SuspendedNote } from './suspended-note'

type ConsoleShellProps = {
  me: Me
  children: ReactNode
}

/**
 * The frame of every page behind the session. It is exactly as high as the window; `main` scrolls, so
 * that a page may fill it (`h-full`) and keep, say, a composer at its lower edge. The places stand in a
 * column at the side of a wide screen and within a thumb's reach at the foot of a phone's.
 */
export function ConsoleShell({ me, children }: ConsoleShellProps) {
  return (
    <div className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto] md:grid-cols-[15.5rem_minmax(0,1fr)]">
      <SkipLink />
      <header className="row-start-1 flex items-center justify-between gap-3 border-b border-line px-4 py-1.5 md:contents">
        <div className="md:col-start-1 md:row-start-1 md:border-r md:border-line md:bg-sunken/60 md:px-6 md:pt-5 md:pb-6">
          <Link href="/chat" className="flex w-fit max-w-full min-w-0 rounded-sm">
            <LogoName />
          </Link>
        </div>
        <div className="md:col-start-1 md:row-start-3 md:border-r md:border-line md:bg-sunken/60 md:px-4 md:pt-3 md:pb-5">
          <AccountMenu me={me} />
        </div>
      </header>
      <div className="row-start-3 min-w-0 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] empty:hidden md:col-start-1 md:row-start-2 md:min-h-0 md:overflow-y-auto md:border-t-0 md:border-r md:bg-sunken/60 md:px-4">
        <ConsoleNav isOperator={me.user.role === 'operator'} />
      </div>
      <div className="row-start-2 grid min-h-0 min-w-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] md:col-start-2 md:row-span-3 md:row-start-1">
        <SuspendedNote reason={me.account.suspendedReason} />
        <MainPlace>{children}</MainPlace>
      </div>
    </div>
  )
}
