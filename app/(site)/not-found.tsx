import { useTranslations } from 'next-intl'
import { LostWords } from '@/components/shell/lost'
import { LocalLink } from '@/components/site/frame/local-link'
import { Button } from '@/components/ui/button'

/** Inside the site's own frame, which has the header and the footer. */
export default function SiteNotFoundPage() {
  const t = useTranslations('lost')
  const shell = useTranslations('shell')
  return (
    <div className="mx-auto max-w-7xl px-4 py-24 sm:px-8">
      <LostWords
        title={t('notFoundTitle')}
        action={
          <Button asChild>
            <LocalLink href="/">{shell('front')}</LocalLink>
          </Button>
        }
      >
        {t('notFound')}
      </LostWords>
    </div>
  )
}
