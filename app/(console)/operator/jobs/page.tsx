import type { Metadata } from 'next'
import { JobsPanel } from '@/components/operator/jobs/jobs-panel'
import { PageFrame } from '@/components/ui/page-frame'
import { callerForOperator } from '@/server/trpc/operator-caller'

export const metadata: Metadata = { title: 'Jobs' }

export default async function JobsPage() {
  if ((await callerForOperator()) === null) return null
  return (
    <PageFrame title="Jobs" lead="What the worker does in the background.">
      <JobsPanel />
    </PageFrame>
  )
}
