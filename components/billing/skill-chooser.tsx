'use client'
import { Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import type { SkillReport } from '@/agent-host/protocol/control'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/form/field'
import { Input } from '@/components/ui/form/input'
import { EmptyState } from '@/components/ui/states/empty-state'
import { isChoosable, skillsMatching, sortedForChoice } from './skill-choice'
import { SkillRow } from './skill-row'

type SkillChooserProps = {
  skills: readonly SkillReport[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}

/** 12: two columns of six fill a screen; the rest waits behind a button or the search. */
const firstLook = 12

export function SkillChooser({ skills, chosen, onChange }: SkillChooserProps) {
  const [query, setQuery] = useState('')
  const [isWhole, setIsWhole] = useState(false)
  const found = skillsMatching(sortedForChoice(skills), useDeferredValue(query))
  const shown = isWhole || query !== '' ? found : found.slice(0, firstLook)
  const choosable = skills.filter(isChoosable)

  const toggle = (key: string, isChosen: boolean) =>
    onChange(isChosen ? [...chosen, key] : chosen.filter((other) => other !== key))

  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <Field label="Search skills" isLabelHidden className="w-full sm:max-w-xs">
          {(control) => (
            <div className="relative">
              <Search
                aria-hidden
                className="pointer-events-none absolute top-3 left-3 size-5 text-ink-soft"
              />
              <Input
                {...control}
                type="search"
                placeholder="Search skills"
                value={query}
                onChange={(event) => setQuery(event.target.value)}
                className="pl-10.5"
              />
            </div>
          )}
        </Field>
        <div className="flex items-center gap-1">
          <Button
            variant="ghost"
            size="sm"
            onClick={() => onChange(choosable.map((skill) => skill.key))}
          >
            Choose all {choosable.length}
          </Button>
          <Button variant="ghost" size="sm" onClick={() => onChange([])}>
            Choose none
          </Button>
        </div>
      </div>
      <p role="status" className="sr-only">
        {query === '' ? '' : `${found.length} skills found`}
      </p>
      {shown.length === 0 ? (
        <EmptyState level={3} seed="nothing found" title="No skill matches">
          Nothing in the list has all of these words. Try fewer, or others.
        </EmptyState>
      ) : (
        <ul className="grid border-t border-line lg:grid-cols-2 lg:gap-x-8">
          {shown.map((skill) => (
            <SkillRow
              key={skill.key}
              skill={skill}
              isChosen={chosen.includes(skill.key)}
              onToggle={(isChosen) => toggle(skill.key, isChosen)}
            />
          ))}
        </ul>
      )}
      {shown.length < found.length && (
        <Button variant="outline" className="justify-self-start" onClick={() => setIsWhole(true)}>
          Show all {found.length}
        </Button>
      )}
    </div>
  )
}
