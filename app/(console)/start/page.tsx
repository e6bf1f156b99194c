import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { StartPanel } from '@/components/billing/start-panel'
import { PageFrame } from '@/components/ui/page-frame'
import { pageActor } from '@/server/auth/page-actor'
import { callerForPage } from '@/server/trpc/page-caller'

export const metadata: Metadata = { title: 'Plan and skills' }

export default async function StartPage() {
  // Drawn side by side with the layout, which sends a signed-out person to the door.
  if ((await pageActor()).kind !== 'user') return null
  const api = await callerForPage()
  const agent = await api.agents.mine()
  if (agent !== null) redirect(agent.onboarded ? '/chat' : '/welcome')
  const catalogue = await api.catalogue.plans()
  return (
    <PageFrame
      title="Plan and skills"
      lead={`Choose what your agent runs on and what it knows. The trial lasts ${catalogue.trialDays} days.`}
    >
      <StartPanel catalogue={catalogue} />
    </PageFrame>
  )
}
