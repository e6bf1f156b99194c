import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SkillsPanel } from '@/components/skills/skills-panel'
import { pageActor } from '@/server/auth/page-actor'
import { callerForPage } from '@/server/trpc/page-caller'

export const metadata: Metadata = { title: 'Skills' }

export default async function SkillsPage() {
  // Drawn side by side with the layout, which sends a signed-out person to the door.
  if ((await pageActor()).kind !== 'user') return null
  const api = await callerForPage()
  const agent = await api.agents.mine()
  if (agent === null) redirect('/start')
  const initial = await api.skills.list({ agentId: agent.id })
  return <SkillsPanel agentId={agent.id} agentName={agent.name ?? 'your agent'} initial={initial} />
}
