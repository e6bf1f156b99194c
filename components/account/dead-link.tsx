'use client'
import { useTranslations } from 'next-intl'
import { LocalLink } from '@/components/site/frame/local-link'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'

type DeadLinkProps = { sentence: string }

/** Why this link opens nothing, and the way to another one. */
export function DeadLink({ sentence }: DeadLinkProps) {
  const t = useTranslations('doors.renew')
  return (
    <div className="grid justify-items-start gap-5">
      <Alert tone="warn" className="w-full">
        {sentence}
      </Alert>
      <Button asChild>
        <LocalLink href="/forgot-password">{t('askAgain')}</LocalLink>
      </Button>
    </div>
  )
}
