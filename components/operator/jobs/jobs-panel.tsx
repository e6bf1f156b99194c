'use client'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { PageList } from '@/components/operator/parts/page-list'
import { Section } from '@/components/operator/parts/section'
import { useTRPC } from '@/components/trpc/provider'
import { EmptyState } from '@/components/ui/states/empty-state'
import { FailedList } from './failed-list'
import { QueueList } from './queue-list'

// Queues empty within seconds; less often would show a past.
const readEveryMs = 3_000

export function JobsPanel() {
  const api = useTRPC()
  const cache = useQueryClient()
  const query = useInfiniteQuery(
    api.operator.jobs.infiniteQueryOptions(
      {},
      {
        getNextPageParam: (page) => page.failed.next,
        refetchInterval: (asking) => (asking.state.data?.pages.length === 1 ? readEveryMs : false),
      },
    ),
  )
  const retry = useMutation(api.operator.retryJob.mutationOptions())
  const queues = query.data?.pages[0]?.queues
  // The list's own parts want the pages of failed jobs alone.
  const failed = {
    ...query,
    data: query.data && { pages: query.data.pages.map((page) => page.failed) },
  }
  return (
    <div className="grid gap-12">
      {queues !== undefined && (
        <Section title="Queues">
          <QueueList queues={queues} />
        </Section>
      )}
      <Section
        title="Failed"
        lead="Tried as often as their queue allows. They are kept for a day; the sweep asks again for most of what they wanted."
      >
        <PageList
          query={failed}
          what="The jobs"
          empty={
            <EmptyState title="Nothing has failed" level={3} seed="no failed job">
              A job that fails for good stands here with its reason.
            </EmptyState>
          }
        >
          {(rows) => (
            <FailedList
              jobs={rows}
              onRetry={async ({ queue, id }) => {
                await retry.mutateAsync({ queue, jobId: id })
                await cache.invalidateQueries({ queryKey: api.operator.pathKey() })
                toast('The job is tried again.')
              }}
            />
          )}
        </PageList>
      </Section>
    </div>
  )
}
