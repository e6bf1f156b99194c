'use client'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { PageList } from '@/components/operator/parts/page-list'
import { useTRPC } from '@/components/trpc/provider'
import type { AuditFilter } from '@/server/domain/audit/input'
import { AuditList } from './audit-list'

type AuditTrailPanelProps = { filter: AuditFilter; empty?: string }

// What an operator has just done should stand here without a reload.
const readEveryMs = 5_000

/** The record of one thing, or all of it. */
export function AuditTrailPanel({ filter, empty = 'Nothing is on record.' }: AuditTrailPanelProps) {
  const api = useTRPC()
  const query = useInfiniteQuery(
    api.operator.audit.infiniteQueryOptions(filter, {
      getNextPageParam: (page) => page.next,
      placeholderData: keepPreviousData,
      refetchInterval: (asking) => (asking.state.data?.pages.length === 1 ? readEveryMs : false),
    }),
  )
  return (
    <PageList query={query} what="The record" empty={<p className="text-ink-soft">{empty}</p>}>
      {(rows) => <AuditList rows={rows} {...aboutOf(filter)} />}
    </PageList>
  )
}

function aboutOf(filter: AuditFilter): { about?: 'account' | 'agent' } {
  if (filter.agentId !== undefined) return { about: 'agent' }
  return filter.accountId === undefined ? {} : { about: 'account' }
}
