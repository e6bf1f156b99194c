import type { Metadata } from 'next'
import { useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import { Lost } from '@/components/shell/lost'
import { WaysBack } from '@/components/site/frame/ways-back'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('meta.notFound')
  return { title: t('title') }
}

export default function NotFoundPage() {
  const t = useTranslations('lost')
  return (
    <Lost
      title={t('notFoundTitle')}
      action={<WaysBack />}
      backdrop={
        // Every page carries this one with it, so the drawing is a file that only this one asks for.
        <div
          aria-hidden
          className="lost-pool absolute -right-1/4 -bottom-1/4 -z-10 size-[min(46rem,110vw)]"
        />
      }
    >
      {t('notFound')}
    </Lost>
  )
}
