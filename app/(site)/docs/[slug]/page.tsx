import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { LocalLink } from '@/components/site/frame/local-link'
import { pageMetadata } from '@/components/site/frame/page-metadata'
import { Prose } from '@/components/site/prose/prose'
import { docPages } from '@/content/documents'

type DocPageProps = { params: Promise<{ slug: string }> }

async function pageOf({ params }: DocPageProps) {
  const { slug } = await params
  return docPages.find((page) => page.slug === slug) ?? notFound()
}

export async function generateMetadata(props: DocPageProps): Promise<Metadata> {
  const { slug, name } = await pageOf(props)
  const t = await getTranslations('docs')
  return pageMetadata(`/docs/${slug}`, {
    title: t(`${name}.title`),
    description: t(`${name}.summary`),
  })
}

export default async function DocPage(props: DocPageProps) {
  const page = await pageOf(props)
  const t = await getTranslations('docs')
  const Body = page.body[await getLocale()]
  return (
    <div className="mx-auto grid max-w-7xl grid-cols-[minmax(0,1fr)] gap-x-16 gap-y-8 px-4 pt-8 pb-20 sm:px-8 lg:grid-cols-[14rem_minmax(0,1fr)] lg:pt-14">
      <nav aria-label={t('nav')} className="lg:sticky lg:top-8 lg:self-start">
        <ol className="flex flex-wrap gap-x-5 lg:grid lg:border-l lg:border-line">
          {docPages.map(({ slug, name }) => (
            <li key={slug}>
              <LocalLink
                href={`/docs/${slug}`}
                aria-current={slug === page.slug ? 'page' : undefined}
                className="block rounded-sm py-1.5 text-sm text-ink-soft hover:text-ink aria-[current]:font-semibold aria-[current]:text-ink lg:-ml-px lg:rounded-none lg:border-l-2 lg:border-transparent lg:pl-4 lg:aria-[current]:border-glass"
              >
                {t(`${name}.title`)}
              </LocalLink>
            </li>
          ))}
        </ol>
      </nav>
      <article className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <div className="grid max-w-[42rem] gap-3">
          <h1 className="text-4xl hyphens-auto">{t(`${page.name}.title`)}</h1>
          <p className="text-lg text-ink-soft">{t(`${page.name}.summary`)}</p>
        </div>
        <Prose>
          <Body />
        </Prose>
      </article>
    </div>
  )
}
