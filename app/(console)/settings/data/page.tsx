import type { Metadata } from 'next'
import { DeletePanel } from '@/components/settings/data/delete-panel'
import { RestartPanel } from '@/components/settings/data/restart-panel'
import { TakeoutPart } from '@/components/settings/data/takeout-part'
import { Room } from '@/components/settings/room'
import { pageActor } from '@/server/auth/page-actor'
import { callerForPage } from '@/server/trpc/page-caller'

export const metadata: Metadata = { title: 'Your data' }

export default async function DataPage() {
  const actor = await pageActor()
  if (actor.kind !== 'user') return null
  const api = await callerForPage()
  const [agent, { account }] = await Promise.all([api.agents.mine(), api.account.me()])
  return (
    <Room title="Your data" lead="Take everything with you, start your agent anew, or end it all.">
      {actor.role === 'owner' && <TakeoutPart />}
      {agent !== null && <RestartPanel agentId={agent.id} />}
      {actor.role === 'owner' && !actor.isOperator && (
        <DeletePanel name={agent?.name ?? account.name} />
      )}
    </Room>
  )
}
