'use client'
import { useId } from 'react'
import type { SkillReport } from '@/agent-host/protocol/control'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import { Checkbox } from '@/components/ui/form/checkbox'
import { isChoosable, missingSentence } from './skill-choice'

type SkillRowProps = {
  skill: SkillReport
  isChosen: boolean
  onToggle: (isChosen: boolean) => void
}

export function SkillRow({ skill, isChosen, onToggle }: SkillRowProps) {
  const id = useId()
  const canChoose = isChoosable(skill)
  const missing = missingSentence(skill)
  return (
    <li className="border-b border-line">
      <label
        htmlFor={id}
        className={cn(
          'flex h-full items-start gap-3 py-3',
          canChoose ? 'cursor-pointer' : 'cursor-not-allowed',
        )}
      >
        <Checkbox
          id={id}
          aria-describedby={`${id}-about`}
          checked={canChoose ? isChosen : skill.always}
          disabled={!canChoose}
          onCheckedChange={(checked) => onToggle(checked === true)}
          className="mt-0.5"
        />
        <span className="grid min-w-0 flex-1 gap-0.5">
          <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <span className="font-semibold">{skill.name}</span>
            {skill.always && <Badge tone="alive">Always on</Badge>}
            {!skill.eligible && <Badge tone="notice">Not ready here</Badge>}
          </span>
          <span id={`${id}-about`} className="text-sm text-ink-soft">
            <span className="line-clamp-2">{skill.description}</span>
            {!skill.eligible && (
              <span className="mt-0.5 block text-kelp">
                {missing ?? 'Does not work on this kind of machine.'}
              </span>
            )}
          </span>
        </span>
      </label>
    </li>
  )
}
