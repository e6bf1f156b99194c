'use client'
import { ConfirmAction } from '@/components/operator/parts/confirm-action'
import { countWords } from '@/components/operator/parts/count-words'
import { Moment } from '@/components/operator/parts/moment'
import { Button } from '@/components/ui/button'
import type { FailedJob } from './jobs'
import { queueWords } from './queue-words'

type FailedListProps = {
  jobs: readonly FailedJob[]
  onRetry: (job: FailedJob) => Promise<unknown>
}

export function FailedList({ jobs, onRetry }: FailedListProps) {
  return (
    <ul aria-label="Failed jobs" className="divide-y divide-line border-y border-line">
      {jobs.map((job) => (
        <li
          key={job.id}
          className="grid gap-3 py-4 md:grid-cols-[minmax(0,1fr)_auto] md:items-start md:gap-8"
        >
          <div className="grid gap-1">
            <p className="font-medium">{queueWords(job.queue)}</p>
            <p className="break-words text-urchin">{job.reason}</p>
            <p className="text-sm text-ink-soft">
              Failed <Moment at={job.failedAt} precision="second" /> after{' '}
              {countWords(job.tries, 'try', 'tries')}
            </p>
            <p className="font-mono text-xs break-all text-ink-soft">
              {Object.entries(job.request)
                .map(([name, value]) => `${name} ${String(value)}`)
                .join(' · ')}
            </p>
          </div>
          <ConfirmAction
            trigger={
              <Button size="sm" variant="outline" className="justify-self-start">
                Try again
              </Button>
            }
            title="Try this job again?"
            confirm="Try again"
            onConfirm={() => onRetry(job)}
          >
            <p>
              The worker does it once more, at once. If the cause is not mended, it fails again and
              comes back to this list.
            </p>
          </ConfirmAction>
        </li>
      ))}
    </ul>
  )
}
