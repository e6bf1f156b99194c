import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { WelcomePanel } from '@/components/onboarding/welcome-panel'
import { pageActor } from '@/server/auth/page-actor'
import { callerForPage } from '@/server/trpc/page-caller'

export const metadata: Metadata = { title: 'Four questions' }

export default async function WelcomePage() {
  // Drawn side by side with the layout, which sends a signed-out person to the door.
  if ((await pageActor()).kind !== 'user') return null
  const api = await callerForPage()
  const agent = await api.agents.mine()
  if (agent === null) redirect('/start')
  if (agent.onboarded) redirect('/chat')
  return <WelcomePanel agent={agent} />
}
