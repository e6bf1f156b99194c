'use client'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useAddressState } from '@/components/operator/parts/address-state'
import { FilterChoice } from '@/components/operator/parts/filter-choice'
import { PageList } from '@/components/operator/parts/page-list'
import { Section } from '@/components/operator/parts/section'
import { useTRPC } from '@/components/trpc/provider'
import { EmptyState } from '@/components/ui/states/empty-state'
import { usageSpans } from '@/server/domain/console/input'
import { AccountUsageList } from './account-usage-list'
import { ModelUsageList } from './model-usage-list'

const choices = usageSpans.map((days) => ({
  value: String(days),
  label: days === 1 ? 'Today' : `${days} days`,
}))

export function UsagePanel() {
  const api = useTRPC()
  const [asked, setAsked] = useAddressState('days')
  const days = usageSpans.find((span) => String(span) === asked) ?? 30
  const query = useInfiniteQuery(
    api.operator.usage.infiniteQueryOptions(
      { days },
      { getNextPageParam: (page) => page.accounts.next, placeholderData: keepPreviousData },
    ),
  )
  const models = query.data?.pages[0]?.models ?? []
  // The list's own parts want the pages of accounts alone.
  const accounts = {
    ...query,
    data: query.data && { pages: query.data.pages.map((page) => page.accounts) },
  }
  return (
    <div className="grid gap-10">
      <FilterChoice
        label="How far back"
        choices={choices}
        value={String(days)}
        onChange={(next) => setAsked(next === '30' ? '' : next)}
      />
      {models.length > 0 && (
        <Section title="By model">
          <ModelUsageList models={models} />
        </Section>
      )}
      <Section title="By account" lead="Whoever used most comes first.">
        <PageList
          query={accounts}
          what="The usage"
          empty={
            <EmptyState title="Nothing was used in this time" level={3} seed="no usage">
              Every call that an agent makes to a model is counted by its host and read from there
              within a minute.
            </EmptyState>
          }
        >
          {(rows) => <AccountUsageList accounts={rows} />}
        </PageList>
      </Section>
    </div>
  )
}
