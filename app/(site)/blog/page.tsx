import { Rss } from 'lucide-react'
import type { Metadata } from 'next'
import { getFormatter, getLocale, getTranslations } from 'next-intl/server'
import { LocalLink } from '@/components/site/frame/local-link'
import { namedMetadata } from '@/components/site/frame/page-metadata'
import { PageOpening } from '@/components/site/frame/page-opening'
import { articles } from '@/content/documents'
import { localPath } from '@/i18n/locales'

export async function generateMetadata(): Promise<Metadata> {
  const metadata = await namedMetadata('blog', '/blog')
  const feed = localPath(await getLocale(), '/blog/feed.xml')
  return {
    ...metadata,
    alternates: { ...metadata.alternates, types: { 'application/rss+xml': feed } },
  }
}

export default async function BlogPage() {
  const t = await getTranslations('blog')
  const format = await getFormatter()
  const feed = localPath(await getLocale(), '/blog/feed.xml')
  return (
    <div className="mx-auto grid max-w-7xl grid-cols-[minmax(0,1fr)] gap-12 px-4 pb-20 sm:px-8">
      <div className="grid justify-items-start gap-4">
        <PageOpening seed="blog" title={t('title')} lead={t('lead')} />
        {/* Not a page: following it inside this one would show nothing. */}
        <a
          href={feed}
          className="inline-flex items-center gap-2 rounded-sm text-sm font-medium underline underline-offset-4"
        >
          <Rss aria-hidden className="size-4" />
          {t('feed')}
        </a>
      </div>
      <ul className="border-b border-line">
        {articles.map(({ slug, name, day, minutes }) => (
          <li
            key={slug}
            className="relative grid gap-x-10 gap-y-2 border-t border-line py-8 lg:grid-cols-[10rem_minmax(0,1fr)]"
          >
            <p className="text-sm text-ink-soft lg:pt-2">
              <time dateTime={day} className="block">
                {format.dateTime(new Date(day), { dateStyle: 'long' })}
              </time>
              {t('minutes', { count: minutes })}
            </p>
            <div className="grid max-w-2xl gap-3">
              <h2 className="text-3xl">
                <LocalLink href={`/blog/${slug}`} className="after:absolute after:inset-0">
                  {t(`${name}.title`)}
                </LocalLink>
              </h2>
              <p className="text-lg text-ink-soft">{t(`${name}.summary`)}</p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  )
}
