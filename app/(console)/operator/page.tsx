import type { Metadata } from 'next'
import { OverviewPanel } from '@/components/operator/overview/overview-panel'
import { callerForOperator } from '@/server/trpc/operator-caller'

export const metadata: Metadata = { title: 'Overview' }

export default async function OperatorPage() {
  const api = await callerForOperator()
  if (api === null) return null
  return <OverviewPanel overview={await api.operator.overview()} readAt={new Date()} />
}
