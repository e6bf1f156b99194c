import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getFormatter, getLocale, getTranslations } from 'next-intl/server'
import { LocalLink } from '@/components/site/frame/local-link'
import { pageMetadata } from '@/components/site/frame/page-metadata'
import { Prose } from '@/components/site/prose/prose'
import { TideRings } from '@/components/ui/rings/tide-rings'
import { articles } from '@/content/documents'

type ArticlePageProps = { params: Promise<{ slug: string }> }

async function articleOf({ params }: ArticlePageProps) {
  const { slug } = await params
  return articles.find((article) => article.slug === slug) ?? notFound()
}

export async function generateMetadata(props: ArticlePageProps): Promise<Metadata> {
  const { slug, name } = await articleOf(props)
  const t = await getTranslations('blog')
  return pageMetadata(`/blog/${slug}`, {
    title: t(`${name}.title`),
    description: t(`${name}.summary`),
  })
}

export default async function ArticlePage(props: ArticlePageProps) {
  const { name, day, minutes, slug, body } = await articleOf(props)
  const t = await getTranslations('blog')
  const format = await getFormatter()
  const Body = body[await getLocale()]
  return (
    <article className="relative isolate mx-auto grid max-w-7xl grid-cols-[minmax(0,1fr)] justify-items-center gap-10 px-4 pt-8 pb-20 sm:px-8 lg:pt-14">
      <TideRings
        seed={slug}
        rings={8}
        className="absolute -top-10 -right-24 -z-10 size-72 text-line lg:size-96"
      />
      <div className="grid w-full max-w-[42rem] gap-5">
        <LocalLink
          href="/blog"
          className="justify-self-start rounded-sm text-sm font-medium underline underline-offset-4"
        >
          {t('back')}
        </LocalLink>
        <h1 className="text-4xl hyphens-auto">{t(`${name}.title`)}</h1>
        <p className="text-lg text-ink-soft">{t(`${name}.summary`)}</p>
        <p className="border-b border-line pb-5 text-sm text-ink-soft">
          <time dateTime={day}>{format.dateTime(new Date(day), { dateStyle: 'long' })}</time>
          {' · '}
          {t('minutes', { count: minutes })}
        </p>
      </div>
      <Prose>
        <Body />
      </Prose>
    </article>
  )
}
