'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { TideRings } from '@/components/ui/rings/tide-rings'
import { Figures } from './figures'
import { NeedList } from './need-list'
import { headline, type Overview } from './need-words'

type OverviewPanelProps = { overview: Overview; readAt: Date }

// 10 s: what stands here is looked at, not stared at; the fleet's own page is told at once.
const readEveryMs = 10_000

export function OverviewPanel({ overview: initial, readAt }: OverviewPanelProps) {
  const api = useTRPC()
  const query = useQuery(
    api.operator.overview.queryOptions(undefined, {
      initialData: initial,
      refetchInterval: readEveryMs,
    }),
  )
  const { needs, figures } = query.data
  // The age of what is shown, not of the screen: a clock that ran on its own would differ from the server's page.
  const at = query.dataUpdatedAt > readAt.getTime() ? new Date(query.dataUpdatedAt) : readAt
  const isCalm = needs.length === 0
  return (
    <div className="mx-auto grid w-full max-w-6xl gap-10 px-4 py-8 sm:px-8 sm:py-12">
      <div className="relative isolate grid gap-3 py-4 sm:min-h-48 sm:content-center">
        <TideRings
          seed="the operator's pool"
          rings={9}
          mood={isCalm ? 'ready' : 'still'}
          className="absolute top-1/2 right-0 -z-10 hidden size-52 -translate-y-1/2 text-line-strong/60 sm:block lg:size-60"
        />
        <h1 className="text-4xl">{headline(needs)}</h1>
        <p className="max-w-prose text-lg text-ink-soft">
          {isCalm
            ? 'Hosts are heard, pools are filled, nobody waits and nothing has failed.'
            : 'What customers feel comes first.'}
        </p>
      </div>
      {query.isError && (
        <Alert tone="warn" title="This may be old">
          {readRefusal(query.error).sentence}
        </Alert>
      )}
      {!isCalm && <NeedList needs={needs} now={at} />}
      <Figures figures={figures} />
    </div>
  )
}
