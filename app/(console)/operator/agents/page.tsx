import type { Metadata } from 'next'
import { AgentsPanel } from '@/components/operator/agents/agents-panel'
import { PageFrame } from '@/components/ui/page-frame'
import { callerForOperator } from '@/server/trpc/operator-caller'

export const metadata: Metadata = { title: 'Agents' }

export default async function AgentsPage() {
  if ((await callerForOperator()) === null) return null
  return (
    <PageFrame
      title="Agents"
      lead="Where each runs and how it is. What they say to their people is not shown here."
    >
      <AgentsPanel />
    </PageFrame>
  )
}
