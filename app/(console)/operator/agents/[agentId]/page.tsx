import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AgentPanel } from '@/components/operator/agents/agent-panel'
import { callerForOperator } from '@/server/trpc/operator-caller'
import { orNotFound } from '@/server/trpc/or-not-found'

export const metadata: Metadata = { title: 'Agent' }

type AgentPageProps = { params: Promise<{ agentId: string }> }

export default async function AgentPage({ params }: AgentPageProps) {
  const api = await callerForOperator()
  if (api === null) return null
  const agent = await orNotFound(api.operator.agent(await params))
  if (agent === null) notFound()
  return <AgentPanel key={agent.id} agent={agent} />
}
