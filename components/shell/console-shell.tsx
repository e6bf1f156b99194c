import type { ReactNode } from 'react'
import { AccountMenu } from './account-menu'
import { ConsoleNav } from './console-nav'
import { Logo } from './logo'
import type { Me } from './me'
import { SkipLink } from './skip-link'
import { SuspendedNote } from './suspended-note'

type ConsoleShellProps = {
  me: Me
  children: ReactNode
}

/**
 * The frame of every page behind the session. It is exactly as high as the window; `main` scrolls, so
 * that a page may fill it (`h-full`) and keep, say, a composer at its lower edge.
 */
export function ConsoleShell({ me, children }: ConsoleShellProps) {
  return (
    <div className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] md:grid-cols-[15.5rem_minmax(0,1fr)] md:grid-rows-1">
      <SkipLink />
      <header className="flex items-center gap-3 border-b border-line px-4 py-2 md:flex-col md:items-stretch md:gap-6 md:border-r md:border-b-0 md:bg-sunken/60 md:px-4 md:py-5">
        <Logo
          href="/chat"
          className="max-sm:w-8 max-sm:shrink-0 max-sm:overflow-hidden max-sm:whitespace-nowrap md:px-2"
        />
        <ConsoleNav isOperator={me.user.role === 'operator'} />
        <div className="ml-auto shrink-0 md:mt-auto md:ml-0">
          <AccountMenu me={me} />
        </div>
      </header>
      <div className="grid min-h-0 min-w-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]">
        <SuspendedNote reason={me.account.suspendedReason} />
        <main id="main" tabIndex={-1} className="row-start-2 min-h-0 overflow-y-auto outline-none">
          {children}
        </main>
      </div>
    </div>
  )
}
