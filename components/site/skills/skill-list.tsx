import { useTranslations } from 'next-intl'
import type { SkillReport } from '@/agent-host/protocol/control'
import { LocalLink } from '@/components/site/frame/local-link'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/form/input'
import { matchSkills } from './match-skills'
import { SkillMark } from './skills-index'

type SkillListProps = { skills: SkillReport[]; query: string; action: string }

/** The whole catalogue. The search is a plain form, so that it works before and without any script. */
export function SkillList({ skills, query, action }: SkillListProps) {
  const t = useTranslations('skills')
  const found = matchSkills(skills, query)
  const complete = found.filter(({ eligible }) => eligible)
  const lacking = found.filter(({ eligible }) => !eligible)
  return (
    <div className="grid gap-12">
      <search className="max-w-xl">
        <form action={action} className="flex flex-wrap gap-2">
          <Input
            key={query}
            type="search"
            name="q"
            defaultValue={query}
            aria-label={t('search')}
            placeholder={t('search')}
            maxLength={100}
            className="min-w-0 flex-1 basis-48"
          />
          <Button type="submit">{t('find')}</Button>
        </form>
      </search>
      {query !== '' && (
        <p role="status" className="-mt-6">
          {t('found', { count: found.length, query })}{' '}
          <LocalLink href="/skills" className="font-medium underline underline-offset-4">
            {t('all')}
          </LocalLink>
        </p>
      )}
      {complete.length > 0 && <Shelf title={t('ready')} skills={complete} />}
      {lacking.length > 0 && <Shelf title={t('missing')} skills={lacking} />}
    </div>
  )
}

function Shelf({ title, skills }: { title: string; skills: SkillReport[] }) {
  const t = useTranslations('skills')
  return (
    <section aria-label={title} className="grid gap-4 lg:grid-cols-[12rem_minmax(0,1fr)] lg:gap-8">
      <h2 className="text-2xl lg:sticky lg:top-8 lg:self-start">
        {title} <span className="text-ink-soft tabular-nums">{skills.length}</span>
      </h2>
      <ul className="grid sm:grid-cols-2 sm:gap-x-10">
        {skills.map((skill) => (
          <li key={skill.key} className="grid content-start gap-1 border-t border-line py-4">
            <div className="flex items-baseline gap-2.5">
              <SkillMark isComplete={skill.eligible} />
              <h3 lang="en" className="min-w-0 font-semibold">
                {skill.name}
              </h3>
              {skill.always && <span className="text-sm text-glass-ink">{t('always')}</span>}
            </div>
            <p lang="en" className="pl-4.5 text-sm text-ink-soft">
              {skill.description}
            </p>
            <Lacks missing={skill.missing} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Lacks({ missing }: Pick<SkillReport, 'missing'>) {
  const t = useTranslations('skills')
  const names = (list: string[]) => ({ names: list.join(', ') })
  const lines = [
    ...(missing.bins.length > 0 ? [t('lacksProgram', names(missing.bins))] : []),
    ...(missing.env.length > 0 ? [t('lacksKey', names(missing.env))] : []),
    ...(missing.config.length > 0 ? [t('lacksSetting', names(missing.config))] : []),
  ]
  if (lines.length === 0) return null
  return <p className="pl-4.5 text-sm break-words text-kelp">{lines.join(' · ')}</p>
}
