'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Field } from '@/components/ui/form/field'
import { Select } from '@/components/ui/form/select'
import { ErrorState } from '@/components/ui/states/error-state'
import { Skeleton } from '@/components/ui/states/skeleton'
import type { RouterOutputs } from '@/server/trpc/root'
import { DiffView } from '../diff-view'

type ComparePanelProps = {
  agentId: NonNullable<RouterOutputs['agents']['mine']>['id']
  /** Newest first; at least two. */
  versions: readonly number[]
}

export function ComparePanel({ agentId, versions }: ComparePanelProps) {
  const api = useTRPC()
  const [older, setOlder] = useState<number>()
  const [newer, setNewer] = useState<number>()
  // Until somebody chooses, the last change is what is asked about most.
  const from = older ?? versions[1] ?? 1
  const to = newer ?? versions[0] ?? 1
  const before = useQuery(api.configuration.version.queryOptions({ agentId, version: from }))
  const after = useQuery(api.configuration.version.queryOptions({ agentId, version: to }))
  const failed = before.error ?? after.error

  return (
    <div className="grid gap-4">
      <h3 className="text-base">Compare two versions</h3>
      <div className="grid max-w-md grid-cols-2 gap-4">
        <VersionSelect label="From" versions={versions} value={from} onChange={setOlder} />
        <VersionSelect label="To" versions={versions} value={to} onChange={setNewer} />
      </div>
      {failed !== null && (
        <ErrorState
          title="The versions did not arrive"
          onRetry={() => void Promise.all([before.refetch(), after.refetch()])}
        >
          {readRefusal(failed).sentence}
        </ErrorState>
      )}
      {(before.isPending || after.isPending) && <Skeleton className="h-32" />}
      {before.data !== undefined && after.data !== undefined && (
        <DiffView
          before={before.data.text}
          after={after.data.text}
          label={`Changes from version ${from} to version ${to}`}
        />
      )}
    </div>
  )
}

type VersionSelectProps = {
  label: string
  versions: readonly number[]
  value: number
  onChange: (version: number) => void
}

function VersionSelect({ label, versions, value, onChange }: VersionSelectProps) {
  return (
    <Field label={label}>
      {(control) => (
        <Select
          {...control}
          value={String(value)}
          onChange={(event) => onChange(Number(event.target.value))}
        >
          {versions.map((version) => (
            <option key={version} value={version}>
              Version {version}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
