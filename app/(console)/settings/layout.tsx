import type { ReactNode } from 'react'
import { SettingsNav } from '@/components/settings/settings-nav'
import { pageActor } from '@/server/auth/page-actor'
import { callerForPage } from '@/server/trpc/page-caller'

type SettingsLayoutProps = { children: ReactNode }

export default async function SettingsLayout({ children }: SettingsLayoutProps) {
  const actor = await pageActor()
  // Drawn side by side with the console's layout, which sends a signed-out person to the door.
  if (actor.kind !== 'user') return null
  const api = await callerForPage()
  const agent = await api.agents.mine()
  return (
    <div className="mx-auto grid w-full max-w-6xl content-start gap-8 px-4 pt-2 pb-16 sm:px-8 lg:grid-cols-[11rem_minmax(0,1fr)] lg:gap-12 lg:pt-12">
      <SettingsNav hasAgent={agent !== null} isOwner={actor.role === 'owner'} />
      <div className="min-w-0">{children}</div>
    </div>
  )
}
