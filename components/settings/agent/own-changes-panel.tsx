'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/states/error-state'
import type { RouterOutputs } from '@/server/trpc/root'
import { DiffView } from '../diff-view'

type OwnChange = RouterOutputs['persona']['ownChanges'][number]
type OwnChangesPanelProps = {
  agentId: RouterOutputs['persona']['get']['agentId']
  isApplied: boolean
}

const titles = {
  identity: 'Your agent has rewritten its identity',
  user: 'Your agent has rewritten what it knows about you',
} as const

/** Nothing is drawn while it is asked and when there is nothing: the texts below are what matters then. */
export function OwnChangesPanel({ agentId, isApplied }: OwnChangesPanelProps) {
  const api = useTRPC()
  const queryClient = useQueryClient()
  const changes = useQuery(
    api.persona.ownChanges.queryOptions({ agentId }, { enabled: isApplied, staleTime: 0 }),
  )
  const settle = useMutation(api.persona.settle.mutationOptions())
  const decide = async ({ file, hash }: OwnChange, take: 'agents' | 'mine') => {
    // A refusal stands in `settle` and is drawn below; what is true now is asked in both cases.
    await settle.mutateAsync({ agentId, file, hash, take }).catch(() => undefined)
    await Promise.all([
      queryClient.invalidateQueries(api.persona.get.queryFilter({ agentId })),
      queryClient.invalidateQueries(api.persona.ownChanges.queryFilter({ agentId })),
    ])
  }
  if (changes.isError) {
    return (
      <ErrorState
        title="It is not known whether your agent changed its texts itself"
        onRetry={() => void changes.refetch()}
        isRetrying={changes.isFetching}
      >
        {readRefusal(changes.error).sentence}
      </ErrorState>
    )
  }
  return (changes.data ?? []).map((change) => (
    <section
      key={change.file}
      aria-label={titles[change.file]}
      className="grid gap-4 rounded-lg border border-line-strong bg-surface p-4 sm:p-6"
    >
      <Alert title={titles[change.file]}>
        Red is the text saved here, green is what it wrote. Choose which one is to count.
      </Alert>
      <DiffView before={change.mine} after={change.agents} label={titles[change.file]} />
      {settle.isError && settle.variables.file === change.file && (
        <Alert tone="problem">{readRefusal(settle.error).sentence}</Alert>
      )}
      <div className="flex flex-wrap gap-3">
        <Button
          variant="solid"
          isBusy={settle.isPending && settle.variables.take === 'agents'}
          onClick={() => void decide(change, 'agents')}
        >
          Take its version
        </Button>
        <Button
          variant="outline"
          isBusy={settle.isPending && settle.variables.take === 'mine'}
          onClick={() => void decide(change, 'mine')}
        >
          Put mine back
        </Button>
      </div>
    </section>
  ))
}
