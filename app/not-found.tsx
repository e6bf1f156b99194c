import type { Metadata } from 'next'
import { useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import { Lost } from '@/components/shell/lost'
import { LocalLink } from '@/components/site/frame/local-link'
import { Button } from '@/components/ui/button'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('meta.notFound')
  return { title: t('title') }
}

export default function NotFoundPage() {
  const t = useTranslations('lost')
  const shell = useTranslations('shell')
  return (
    <Lost
      title={t('notFoundTitle')}
      action={
        <Button asChild>
          <LocalLink href="/">{shell('front')}</LocalLink>
        </Button>
      }
    >
      {t('notFound')}
    </Lost>
  )
}
