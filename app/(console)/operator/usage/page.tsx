import type { Metadata } from 'next'
import { UsagePanel } from '@/components/operator/usage/usage-panel'
import { PageFrame } from '@/components/ui/page-frame'
import { callerForOperator } from '@/server/trpc/operator-caller'

export const metadata: Metadata = { title: 'Usage' }

export default async function UsagePage() {
  if ((await callerForOperator()) === null) return null
  return (
    <PageFrame title="Usage" lead="Tokens that agents sent and received, as the hosts count them.">
      <UsagePanel />
    </PageFrame>
  )
}
