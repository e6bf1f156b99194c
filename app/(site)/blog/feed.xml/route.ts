import { getLocale, getTranslations } from 'next-intl/server'
import { feedXml } from '@/components/site/blog/feed-xml'
import { articles } from '@/content/documents'
import { localPath } from '@/i18n/locales'
import { pageAddress } from '@/server/auth/page-address'
import { pageSite } from '@/server/trpc/page-site'

export async function GET(): Promise<Response> {
  const locale = await getLocale()
  const t = await getTranslations('blog')
  const [address, { name: site }] = await Promise.all([pageAddress(), pageSite()])
  const at = (path: string) => `${address}${localPath(locale, path)}`
  const xml = feedXml({
    title: `${site} · ${t('title')}`,
    description: t('lead'),
    language: locale,
    url: at('/blog'),
    selfUrl: at('/blog/feed.xml'),
    items: articles.map(({ slug, name, day }) => ({
      title: t(`${name}.title`),
      summary: t(`${name}.summary`),
      url: at(`/blog/${slug}`),
      day,
    })),
  })
  return new Response(xml, { headers: { 'content-type': 'application/rss+xml; charset=utf-8' } })
}
