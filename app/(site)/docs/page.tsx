import { getTranslations } from 'next-intl/server'
import { LocalLink } from '@/components/site/frame/local-link'
import { namedMetadata } from '@/components/site/frame/page-metadata'
import { PageOpening } from '@/components/site/frame/page-opening'
import { docPages } from '@/content/documents'

export const generateMetadata = () => namedMetadata('docs', '/docs')

export default async function DocsPage() {
  const t = await getTranslations('docs')
  return (
    <div className="mx-auto grid max-w-7xl grid-cols-[minmax(0,1fr)] gap-12 px-4 pb-20 sm:px-8">
      <PageOpening seed="docs" title={t('title')} lead={t('lead')} />
      <ol className="border-b border-line">
        {docPages.map(({ slug, name }, index) => (
          <li
            key={slug}
            className="relative grid gap-x-8 gap-y-1 border-t border-line py-6 hover:bg-sunken sm:grid-cols-[2.5rem_minmax(0,2fr)_minmax(0,3fr)]"
          >
            <span
              aria-hidden
              className="hidden font-display text-xl font-semibold text-ink-soft tabular-nums sm:block"
            >
              {index + 1}
            </span>
            <h2 className="text-xl">
              <LocalLink href={`/docs/${slug}`} className="after:absolute after:inset-0">
                {t(`${name}.title`)}
              </LocalLink>
            </h2>
            <p className="text-ink-soft">{t(`${name}.summary`)}</p>
          </li>
        ))}
      </ol>
    </div>
  )
}
