'use client'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useAddressState } from '@/components/operator/parts/address-state'
import { FilterChoice } from '@/components/operator/parts/filter-choice'
import { PageList } from '@/components/operator/parts/page-list'
import { SearchForm } from '@/components/operator/parts/search-form'
import { useTRPC } from '@/components/trpc/provider'
import { EmptyState } from '@/components/ui/states/empty-state'
import { type AgentFilter, agentFilters } from '@/server/domain/console/input'
import { AgentList } from './agent-list'

const words: Record<AgentFilter, string> = {
  all: 'All',
  problem: 'With a problem',
  queued: 'Waiting for a machine',
  asleep: 'Asleep',
}
const choices = agentFilters.map((value) => ({ value, label: words[value] }))

const nobody: Record<AgentFilter, [title: string, why: string]> = {
  all: ['No agent yet', 'One appears when somebody starts a trial.'],
  problem: [
    'No agent has a problem',
    'Each that cannot be started would stand here with its reason.',
  ],
  queued: ['Nobody waits', 'Every agent has a machine.'],
  asleep: [
    'No agent sleeps',
    'Agents that nobody uses are put to sleep and wake when they are wanted.',
  ],
}

// What stands here changes by itself: machines boot, agents fall asleep.
const readEveryMs = 10_000

export function AgentsPanel() {
  const api = useTRPC()
  const [search, setSearch] = useAddressState('search')
  const [asked, setFilter] = useAddressState('filter')
  const filter = agentFilters.find((known) => known === asked) ?? 'all'
  const query = useInfiniteQuery(
    api.operator.agents.infiniteQueryOptions(
      { search, filter },
      {
        getNextPageParam: (page) => page.next,
        placeholderData: keepPreviousData,
        // Once somebody has scrolled on, reading every page again would cost more than it tells.
        refetchInterval: (asking) => (asking.state.data?.pages.length === 1 ? readEveryMs : false),
      },
    ),
  )
  const [title, why] =
    search === '' ? nobody[filter] : ['No agent fits', 'Try a shorter part of the name.']
  return (
    <div className="grid gap-5">
      <SearchForm
        label="Search agents"
        hint="Name of agent or account, or agent id"
        value={search}
        onSearch={setSearch}
      />
      <FilterChoice
        label="Which agents"
        choices={choices}
        value={filter}
        onChange={(next) => setFilter(next === 'all' ? '' : next)}
      />
      <PageList
        query={query}
        what="The agents"
        empty={
          <EmptyState title={title} seed={filter}>
            {why}
          </EmptyState>
        }
      >
        {(rows) => <AgentList agents={rows} />}
      </PageList>
    </div>
  )
}
