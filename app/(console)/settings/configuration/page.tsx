import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { ConfigurationPanel } from '@/components/settings/configuration/configuration-panel'
import { Room } from '@/components/settings/room'
import { pageActor } from '@/server/auth/page-actor'
import { callerForPage } from '@/server/trpc/page-caller'

export const metadata: Metadata = { title: 'Configuration' }

export default async function ConfigurationPage() {
  const actor = await pageActor()
  if (actor.kind !== 'user') return null
  if (actor.role !== 'owner') notFound()
  const api = await callerForPage()
  const agent = await api.agents.mine()
  if (agent === null) redirect('/start')
  return (
    <Room
      title="Configuration"
      lead="Everything about your agent that has no page of its own, as its gateway keeps it. Each save can be taken back."
    >
      <ConfigurationPanel agentId={agent.id} />
    </Room>
  )
}
