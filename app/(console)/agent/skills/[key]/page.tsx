import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SkillDetailPanel } from '@/components/skills/skill-detail-panel'
import { pageActor } from '@/server/auth/page-actor'
import { callerForPage } from '@/server/trpc/page-caller'

export const metadata: Metadata = { title: 'Skill' }

type SkillPageProps = { params: Promise<{ key: string }> }

export default async function SkillPage({ params }: SkillPageProps) {
  if ((await pageActor()).kind !== 'user') return null
  const { key } = await params
  const api = await callerForPage()
  const agent = await api.agents.mine()
  if (agent === null) redirect('/start')
  const initial = await api.skills.list({ agentId: agent.id })
  return (
    <SkillDetailPanel agentId={agent.id} skillKey={decodeURIComponent(key)} initial={initial} />
  )
}
