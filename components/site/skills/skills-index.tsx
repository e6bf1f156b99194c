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
  const sorted = sortedSkills(skills)
  const complete = sorted.filter(({ eligible }) => eligible)
  const lacking = sorted.filter(({ eligible }) => !eligible)
  return (
    <div className="grid gap-8">
      <p className="max-w-prose text-lg text-ink-soft">
        {t('summary', { count: skills.length, ready: complete.length })} {t('noWeb')}
      </p>
      {complete.length > 0 && <Names title={t('ready')} skills={complete} isComplete />}
      {lacking.length > 0 && <Names title={t('missing')} skills={lacking} isComplete={false} />}
      <LocalLink
        href="/skills"
        className="justify-self-start rounded-sm font-medium underline underline-offset-4"
      >
        {t('every')}
      </LocalLink>
    </div>
  )
}

type NamesProps = { title: string; skills: SkillReport[]; isComplete: boolean }

/** One element for each name: there are dozens, and the list draws their marks and lines. */
function Names({ title, skills, isComplete }: NamesProps) {
  return (
    <section aria-label={title} className="grid gap-x-8 gap-y-2 lg:grid-cols-[12rem_minmax(0,1fr)]">
      <h3 className="text-xl lg:pt-1">
        {title} <span className="text-ink-soft tabular-nums">{skills.length}</span>
      </h3>
      <ul
        lang="en"
        className={cn(
          'columns-2 gap-x-6 *:flex *:break-inside-avoid *:items-baseline *:gap-2.5 *:border-b *:border-line *:py-1.5 *:before:size-2 *:before:shrink-0 *:before:rounded-full *:before:border sm:gap-x-8 lg:columns-3',
          isComplete
            ? '*:before:border-glass-ink *:before:bg-glass'
            : 'text-ink-soft *:before:border-line-strong',
        )}
      >
        {skills.map(({ key, name }) => (
          <li key={key}>{name}</li>
        ))}
      </ul>
    </section>
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
