'use client'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPCClient } from '@/components/trpc/provider'
import { isWorthRetrying, readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/states/skeleton'
import { DeadLink } from './dead-link'
import { NewPasswordFormPanel } from './new-password-form-panel'
import { useLinkToken } from './use-link-token'

export function NewPasswordPanel() {
  const t = useTranslations('doors.renew')
  return (
    <div className="grid gap-7">
      <h1 className="text-3xl">{t('title')}</h1>
      <BehindTheLink />
    </div>
  )
}

function BehindTheLink() {
  const t = useTranslations('doors')
  const client = useTRPCClient()
  const token = useLinkToken()
  // Asked as a change, which travels in a body: as a question the token would stand in an address.
  const link = useQuery({
    queryKey: ['password link', token],
    queryFn: () => client.passwords.checkLink.mutate({ token: token ?? '' }),
    enabled: token !== undefined && token !== '',
    staleTime: Number.POSITIVE_INFINITY,
    retry: (failures, error) => failures < 2 && isWorthRetrying(error),
  })

  if (token === '') return <DeadLink sentence={t('renew.missing')} />
  if (link.data !== undefined && token !== undefined) {
    return <NewPasswordFormPanel token={token} email={link.data.email} />
  }
  if (link.isError) {
    const { code } = readRefusal(link.error)
    if (code === 'precondition') return <DeadLink sentence={t('renew.dead')} />
    return (
      <Alert
        tone="problem"
        action={
          <Button size="sm" variant="outline" onClick={() => void link.refetch()}>
            {t('renew.again')}
          </Button>
        }
      >
        {t(code === 'rate_limited' ? 'renew.tooMany' : 'refused.unreachable')}
      </Alert>
    )
  }
  return (
    <div role="status" className="grid gap-5">
      <span className="sr-only">{t('renew.checking')}</span>
      <Skeleton className="h-16" />
      <Skeleton className="h-13" />
    </div>
  )
}
