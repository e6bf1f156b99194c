import type { Metadata } from 'next'
import Link from 'next/link'
import { JobsPanel } from '@/components/operator/jobs/jobs-panel'
import { Button } from '@/components/ui/button'
import { PageFrame } from '@/components/ui/page-frame'
import { callerForOperator } from '@/server/trpc/operator-caller'

export const metadata: Metadata = { title: 'Jobs' }

export default async function JobsPage() {
  if ((await callerForOperator()) === null) return null
  return (
    <PageFrame
      title="Jobs"
      lead="What the worker does in the background."
      actions={
        <Button variant="link" asChild>
          <Link href="/operator/audit?action=job.retried">Retries on record</Link>
        </Button>
      }
    >
      <JobsPanel />
    </PageFrame>
  )
}
