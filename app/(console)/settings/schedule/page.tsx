import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Room } from '@/components/settings/room'
import { SchedulePanel } from '@/components/settings/schedule/schedule-panel'
import { pageActor } from '@/server/auth/page-actor'
import { callerForPage } from '@/server/trpc/page-caller'

export const metadata: Metadata = { title: 'Schedule' }

export default async function SchedulePage() {
  const actor = await pageActor()
  if (actor.kind !== 'user') return null
  const api = await callerForPage()
  const agent = await api.agents.mine()
  if (agent === null) redirect('/start')
  return (
    <Room
      title="Schedule"
      lead="What your agent does by itself, and when. A task that is due wakes it when it sleeps."
    >
      <SchedulePanel agentId={agent.id} isOwner={actor.role === 'owner'} />
    </Room>
  )
}
