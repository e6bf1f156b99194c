'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Badge } from '@/components/ui/badge'
import { ErrorState } from '@/components/ui/states/error-state'
import { Skeleton } from '@/components/ui/states/skeleton'
import type { RouterOutputs } from '@/server/trpc/root'
import { type AgentId, momentWords } from './task'

type RunsPanelProps = { agentId: AgentId; taskId: string; isRunning: boolean }
type Run = RouterOutputs['schedule']['runs'][number]

/** A run that was started just now is written down when it ends. */
const followEveryMs = { running: 2_000, resting: 5_000 }

export function RunsPanel({ agentId, taskId, isRunning }: RunsPanelProps) {
  const api = useTRPC()
  const runs = useQuery(
    api.schedule.runs.queryOptions(
      { agentId, taskId },
      { refetchInterval: isRunning ? followEveryMs.running : followEveryMs.resting },
    ),
  )
  if (runs.data === undefined) {
    return runs.isError ? (
      <ErrorState title="The past runs did not arrive" onRetry={() => void runs.refetch()}>
        {readRefusal(runs.error).sentence}
      </ErrorState>
    ) : (
      <Skeleton className="h-16" />
    )
  }
  if (runs.data.length === 0) {
    return <p className="text-sm text-ink-soft">It has not run yet.</p>
  }
  return (
    <ol aria-label="Past runs" className="grid gap-3 rounded-md bg-sunken p-4">
      {runs.data.map((run) => (
        <li key={run.at.toISOString()} className="grid gap-1 text-sm">
          <p className="flex flex-wrap items-center gap-2">
            <time dateTime={run.at.toISOString()}>{momentWords(run.at)}</time>
            <RunBadge status={run.status} />
            {run.durationMs !== null && (
              <span className="text-ink-soft">{(run.durationMs / 1_000).toFixed(1)} s</span>
            )}
          </p>
          {run.words !== null && (
            <p className="max-w-prose break-words whitespace-pre-line text-ink-soft">{run.words}</p>
          )}
        </li>
      ))}
    </ol>
  )
}

function RunBadge({ status }: Pick<Run, 'status'>) {
  if (status === 'ok') return <Badge tone="alive">Done</Badge>
  if (status === 'error') return <Badge tone="problem">Failed</Badge>
  return <Badge>{status === 'skipped' ? 'Left out' : 'Not known'}</Badge>
}
