import type { Metadata } from 'next'
import { UsagePanel } from '@/components/usage/usage-panel'
import { pageActor } from '@/server/auth/page-actor'
import { callerForPage } from '@/server/trpc/page-caller'

export const metadata: Metadata = { title: 'Usage' }

export default async function UsagePage() {
  // Drawn side by side with the layout, which sends a signed-out person to the door.
  if ((await pageActor()).kind !== 'user') return null
  const api = await callerForPage()
  return <UsagePanel initial={await api.usage.mine()} />
}
