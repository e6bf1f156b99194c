'use client'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useAddressState } from '@/components/operator/parts/address-state'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Button } from '@/components/ui/button'
import { PageFrame } from '@/components/ui/page-frame'
import { ErrorState } from '@/components/ui/states/error-state'
import type { AuditFilter } from '@/server/domain/audit/input'
import { AuditFilters } from './audit-filters'
import { AuditTrailPanel } from './audit-trail-panel'
import { Verdict } from './verdict'

/** Everything that was done and everything that happened. */
export function AuditPanel() {
  const api = useTRPC()
  const [who, setWho] = useAddressState('who')
  const [action, setAction] = useAddressState('action')
  const [days, setDays] = useState<{ from: string; until: string }>({ from: '', until: '' })
  const verify = useMutation(api.operator.verifyAudit.mutationOptions())
  const filter = filterOf({ who, action, ...days })

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const entered = new FormData(event.currentTarget).get('who')
    setWho(typeof entered === 'string' ? entered.trim() : '')
  }
  return (
    <PageFrame
      title="Audit"
      lead="What people did and what happened to agents, as one chain that nobody can change unseen."
      actions={
        <Button variant="outline" isBusy={verify.isPending} onClick={() => verify.mutate({})}>
          Check the chain
        </Button>
      }
    >
      {verify.isError && (
        <ErrorState title="The chain could not be checked" onRetry={() => verify.mutate({})}>
          {readRefusal(verify.error).sentence}
        </ErrorState>
      )}
      {verify.data !== undefined && <Verdict verdict={verify.data} />}
      <form onSubmit={submit}>
        <AuditFilters who={who} action={action} days={days} onAction={setAction} onDays={setDays} />
      </form>
      <AuditTrailPanel filter={filter} empty="Nothing on record fits." />
      <p className="text-sm text-ink-soft">
        Take it away, as shown:{' '}
        <a
          href={exportHref(filter, 'ndjson')}
          className="font-medium text-ink underline underline-offset-4"
          download
        >
          NDJSON
        </a>{' '}
        or{' '}
        <a
          href={exportHref(filter, 'csv')}
          className="font-medium text-ink underline underline-offset-4"
          download
        >
          CSV
        </a>
        . Each line carries its link, so that others can check it with SHA-256 alone.
      </p>
    </PageFrame>
  )
}

type Entered = { who: string; action: string; from: string; until: string }

/** Days are the reader's own, from their midnight on; the last one is included. */
function filterOf({ who, action, from, until }: Entered): AuditFilter {
  return {
    ...(who === '' ? {} : { who }),
    ...(action === '' ? {} : { action }),
    ...(from === '' ? {} : { from: new Date(`${from}T00:00`) }),
    ...(until === '' ? {} : { until: dayAfter(until) }),
  }
}

function dayAfter(day: string): Date {
  const next = new Date(`${day}T00:00`)
  next.setDate(next.getDate() + 1)
  return next
}

function exportHref(filter: AuditFilter, format: 'ndjson' | 'csv'): string {
  const query = new URLSearchParams({ format })
  for (const [name, value] of Object.entries(filter)) {
    query.set(name, value instanceof Date ? value.toISOString() : String(value))
  }
  return `/api/operator/audit?${query.toString()}`
}
