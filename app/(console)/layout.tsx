import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { ApiFrame } from '@/components/shell/api-frame'
import { ConsoleShell } from '@/components/shell/console-shell'
import { Words } from '@/components/shell/words'
import { pageActor } from '@/server/auth/page-actor'
import { callerForPage } from '@/server/trpc/page-caller'

type ConsoleLayoutProps = { children: ReactNode }

export default async function ConsoleLayout({ children }: ConsoleLayoutProps) {
  const actor = await pageActor()
  if (actor.kind !== 'user') {
    const path = (await headers()).get('x-rockpool-path') ?? '/chat'
    redirect(`/sign-in?next=${encodeURIComponent(path)}`)
  }
  const api = await callerForPage()
  return (
    <Words>
      <ApiFrame>
        <ConsoleShell me={await api.account.me()}>{children}</ConsoleShell>
      </ApiFrame>
    </Words>
  )
}
