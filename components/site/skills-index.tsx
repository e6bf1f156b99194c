import type { SkillReport } from '@/agent-host/protocol/control'
import { cn } from '@/components/ui/cn'

type SkillsIndexProps = { skills: SkillReport[] | null }

/** What lives in the pool: names in columns, like the index of a field guide. */
export function SkillsIndex({ skills }: SkillsIndexProps) {
  if (skills === null) {
    return (
      <p className="max-w-prose text-lg text-ink-soft">
        The list comes from a running gateway, and no machine on this server has reported one yet.
        It appears here as soon as the first machine has booted.
      </p>
    )
  }
  const sorted = [...skills].sort(
    (a, b) => Number(b.eligible) - Number(a.eligible) || a.name.localeCompare(b.name, 'en'),
  )
  const ready = skills.filter((skill) => skill.eligible).length
  return (
    <div className="grid gap-6">
      <p className="max-w-prose text-lg text-ink-soft">
        {skills.length} skills, as a gateway on this server reported them. {ready} find every
        program, key and setting they ask for; the paler ones still lack one. A machine reaches no
        web site yet, so a skill that looks things up there cannot do it so far.
      </p>
      <ul className="gap-x-8 sm:columns-2 lg:columns-4">
        {sorted.map((skill) => (
          <li
            key={skill.key}
            className={cn(
              'flex break-inside-avoid items-baseline gap-2.5 border-b border-line py-1.5',
              !skill.eligible && 'text-ink-soft',
            )}
          >
            <span
              aria-hidden
              className={cn(
                'size-2 shrink-0 rounded-full border',
                skill.eligible ? 'border-glass-ink bg-glass' : 'border-line-strong',
              )}
            />
            {skill.name}
            <span className="sr-only">{skill.eligible ? ', complete' : ', lacks something'}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
