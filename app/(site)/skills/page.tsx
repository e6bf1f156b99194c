import { getLocale, getTranslations } from 'next-intl/server'
import { namedMetadata } from '@/components/site/frame/page-metadata'
import { PageOpening } from '@/components/site/frame/page-opening'
import { SkillList } from '@/components/site/skills/skill-list'
import { EmptyState } from '@/components/ui/states/empty-state'
import { localPath } from '@/i18n/locales'
import { callerForPage } from '@/server/trpc/page-caller'

export const generateMetadata = () => namedMetadata('skills', '/skills')

type SkillsPageProps = { searchParams: Promise<{ q?: string | string[] }> }

export default async function SkillsPage({ searchParams }: SkillsPageProps) {
  const { q } = await searchParams
  const query = typeof q === 'string' ? q.trim().slice(0, 100) : ''
  const api = await callerForPage()
  const { skills } = await api.catalogue.skills()
  const t = await getTranslations('skills')
  const action = localPath(await getLocale(), '/skills')
  return (
    <div className="mx-auto grid max-w-7xl grid-cols-[minmax(0,1fr)] gap-10 px-4 pb-20 sm:px-8">
      <PageOpening seed="skills" title={t('title')} lead={`${t('lead')} ${t('noWeb')}`} />
      {skills === null ? (
        <EmptyState title={t('title')} seed="skills">
          {t('unknown')}
        </EmptyState>
      ) : (
        <SkillList skills={skills} query={query} action={action} />
      )}
    </div>
  )
}
