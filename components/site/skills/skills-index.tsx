import { useTranslations } from 'next-intl'
import type { SkillReport } from '@/agent-host/protocol/control'
import { LocalLink } from '@/components/site/frame/local-link'
import { cn } from '@/components/ui/cn'
import { sortedSkills } from './match-skills'

type SkillsIndexProps = { skills: SkillReport[] | null }

/** What lives in the pool: names in columns, like the index of a field guide. */
export function SkillsIndex({ skills }: SkillsIndexProps) {
  const t = useTranslations('skills')
  if (skills === null) {
    return <p className="max-w-prose text-lg text-ink-soft">{t('unknown')}</p>
  }
  const ready = skills.filter((skill) => skill.eligible).length
  return (
    <div className="grid gap-6">
      <p className="max-w-prose text-lg text-ink-soft">
        {t('summary', { count: skills.length, ready })} {t('noWeb')}
      </p>
      <ul className="gap-x-8 sm:columns-2 lg:columns-4">
        {sortedSkills(skills).map((skill) => (
          <li
            key={skill.key}
            className={cn(
              'flex break-inside-avoid items-baseline gap-2.5 border-b border-line py-1.5',
              !skill.eligible && 'text-ink-soft',
            )}
          >
            <SkillMark isComplete={skill.eligible} />
            <span lang="en">{skill.name}</span>
            <span className="sr-only">, {skill.eligible ? t('complete') : t('lacks')}</span>
          </li>
        ))}
      </ul>
      <LocalLink
        href="/skills"
        className="justify-self-start rounded-sm font-medium underline underline-offset-4"
      >
        {t('every')}
      </LocalLink>
    </div>
  )
}

export function SkillMark({ isComplete }: { isComplete: boolean }) {
  return (
    <span
      aria-hidden
      className={cn(
        'size-2 shrink-0 rounded-full border',
        isComplete ? 'border-glass-ink bg-glass' : 'border-line-strong',
      )}
    />
  )
}
