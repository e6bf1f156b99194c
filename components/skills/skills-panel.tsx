'use client'
import { Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/form/input'
import { PageFrame } from '@/components/ui/page-frame'
import { EmptyState } from '@/components/ui/states/empty-state'
import type { AgentId, MySkills } from './skill'
import { SkillCard } from './skill-card'
import { ageOf, filters, matches, type SkillFilter } from './skill-words'
import { useSkills } from './use-skills'

type SkillsPanelProps = {
  agentId: AgentId
  agentName: string
  initial: MySkills
}

export function SkillsPanel({ agentId, agentName, initial }: SkillsPanelProps) {
  const { list, switchTo, isChanging } = useSkills(agentId, initial)
  const [search, setSearch] = useState('')
  const [filter, setFilter] = useState<SkillFilter>('all')
  const words = useDeferredValue(search)
  const mine = list.data
  const shown = mine.skills.filter((skill) => matches(skill, words, filter))
  const age = ageOf(mine, new Date())
  return (
    <PageFrame title="Skills" lead={`What ${agentName} can do, as its own gateway reports it.`}>
      {age !== null && <Alert>{age}</Alert>}
      {list.isError && (
        <Alert tone="warn">The newest state could not be read. This is what was known last.</Alert>
      )}
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <div className="relative min-w-0 flex-1 basis-64">
          <Search aria-hidden className="absolute top-3 left-3 size-5 text-ink-soft" />
          <Input
            type="search"
            aria-label="Search skills"
            placeholder="Search by name or purpose"
            className="pl-10"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
        <fieldset className="flex flex-wrap gap-1">
          <legend className="sr-only">Show</legend>
          {filters.map(({ value, label }) => (
            <Button
              key={value}
              size="sm"
              variant={filter === value ? 'solid' : 'ghost'}
              aria-pressed={filter === value}
              onClick={() => setFilter(value)}
            >
              {label}
            </Button>
          ))}
        </fieldset>
      </div>
      <p role="status" className="-mb-4 text-sm text-ink-soft">
        {shown.length === mine.skills.length
          ? `${shown.length} skills`
          : `${shown.length} of ${mine.skills.length} skills`}
        {!mine.isApplied && mine.isLive && ' · your last change is on its way to the agent'}
      </p>
      {shown.length === 0 ? (
        <EmptyState
          title="No skill like that"
          seed="no skill"
          action={
            <Button
              variant="outline"
              onClick={() => {
                setSearch('')
                setFilter('all')
              }}
            >
              Show all
            </Button>
          }
        >
          The agent reports {mine.skills.length} skills; none of them fits what you are looking for.
        </EmptyState>
      ) : (
        <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
          {shown.map((skill) => (
            <SkillCard
              key={skill.key}
              skill={skill}
              isChanging={isChanging}
              onSwitch={(on) => switchTo(skill, on)}
            />
          ))}
        </ul>
      )}
    </PageFrame>
  )
}
