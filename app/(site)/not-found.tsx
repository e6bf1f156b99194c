import { useTranslations } from 'next-intl'
import { LostWords } from '@/components/shell/lost'
import { WaysBack } from '@/components/site/frame/ways-back'

/** Inside the site's own frame, which has the header and the footer. */
export default function SiteNotFoundPage() {
  const t = useTranslations('lost')
  return (
    <div className="mx-auto max-w-7xl px-4 py-24 sm:px-8">
      <LostWords title={t('notFoundTitle')} action={<WaysBack />}>
        {t('notFound')}
      </LostWords>
    </div>
  )
}
