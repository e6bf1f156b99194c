import type { Metadata } from 'next'
import { ModelPanel } from '@/components/settings/model/model-panel'
import { Room } from '@/components/settings/room'
import { pageActor } from '@/server/auth/page-actor'

export const metadata: Metadata = { title: 'Model' }

export default async function ModelPage() {
  const actor = await pageActor()
  if (actor.kind !== 'user') return null
  return (
    <Room
      title="Model"
      lead="Which language model thinks for your agent, and whose key pays for it."
    >
      <ModelPanel isOwner={actor.role === 'owner'} />
    </Room>
  )
}
