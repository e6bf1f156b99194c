'use client'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useAddressState } from '@/components/operator/parts/address-state'
import { FilterChoice } from '@/components/operator/parts/filter-choice'
import { PageList } from '@/components/operator/parts/page-list'
import { SearchForm } from '@/components/operator/parts/search-form'
import { useTRPC } from '@/components/trpc/provider'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/states/empty-state'
import { type AccountFilter, accountFilters } from '@/server/domain/console/input'
import { AccountList } from './account-list'

const words: Record<AccountFilter, string> = {
  all: 'All',
  trialing: 'On trial',
  active: 'Paying',
  ended: 'Ended',
  no_plan: 'No plan yet',
  suspended: 'Suspended',
  problem: 'With a problem',
}
const choices = accountFilters.map((value) => ({ value, label: words[value] }))

export function AccountsPanel() {
  const api = useTRPC()
  const [search, setSearch] = useAddressState('search')
  const [asked, setFilter] = useAddressState('filter')
  const filter = accountFilters.find((known) => known === asked) ?? 'all'
  const query = useInfiniteQuery(
    api.operator.accounts.infiniteQueryOptions(
      { search, filter },
      { getNextPageParam: (page) => page.next, placeholderData: keepPreviousData },
    ),
  )
  return (
    <div className="grid gap-5">
      <SearchForm
        label="Search accounts"
        hint="Name, e-mail address or account id"
        value={search}
        onSearch={setSearch}
      />
      <FilterChoice
        label="Which accounts"
        choices={choices}
        value={filter}
        onChange={(next) => setFilter(next === 'all' ? '' : next)}
      />
      <PageList
        query={query}
        what="The accounts"
        empty={<Nobody isNarrowed={search !== '' || filter !== 'all'} />}
      >
        {(rows) => <AccountList accounts={rows} />}
      </PageList>
    </div>
  )
}

function Nobody({ isNarrowed }: { isNarrowed: boolean }) {
  if (!isNarrowed) {
    return (
      <EmptyState title="Nobody is here yet" seed="no accounts">
        An account appears when somebody signs up.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title="No account fits"
      seed="no account fits"
      action={
        <Button variant="outline" asChild>
          <a href="/operator/accounts">Show all accounts</a>
        </Button>
      }
    >
      Try a shorter part of the name or address, or another choice above.
    </EmptyState>
  )
}
