import { Check, X } from 'lucide-react'
import { cn } from '@/components/ui/cn'
import type { Skill } from './skill'

type SkillNeedsProps = { skill: Skill }

/** What it asks for and what of it the machine has. */
export function SkillNeeds({ skill }: SkillNeedsProps) {
  const { wants, missing } = skill
  const rows = [
    ...wants.programs.map((name) => ({ name, kind: 'program', lacks: missing.programs })),
    ...wants.variables.map((name) => ({ name, kind: 'key', lacks: missing.variables })),
    ...wants.settings.map((name) => ({ name, kind: 'setting', lacks: missing.settings })),
  ]
  return (
    <section className="grid gap-2">
      <h2 className="text-xl">What it needs</h2>
      {rows.length === 0 ? (
        <p className="text-ink-soft">Nothing beyond the agent itself.</p>
      ) : (
        <ul className="divide-y divide-line">
          {rows.map(({ name, kind, lacks }) => {
            const has = !lacks.includes(name)
            const Icon = has ? Check : X
            return (
              <li key={`${kind} ${name}`} className="flex items-center gap-3 py-2.5">
                <Icon
                  aria-hidden
                  className={cn('size-5 shrink-0', has ? 'text-glass-ink' : 'text-kelp')}
                />
                <code className="min-w-0 text-sm break-all">{name}</code>
                <span className="ml-auto shrink-0 text-sm text-ink-soft">
                  {kind}, {has ? 'there' : 'missing'}
                </span>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
