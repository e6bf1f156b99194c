'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { ErrorState } from '@/components/ui/states/error-state'
import { Skeleton } from '@/components/ui/states/skeleton'
import { SetupFormPanel } from './setup-form-panel'
import { useSetupLink } from './use-setup-link'

export function SetupPanel() {
  const api = useTRPC()
  const link = useSetupLink()
  const check = useQuery(
    api.setup.check.queryOptions({ link: link ?? '' }, { enabled: Boolean(link) }),
  )

  if (link === '') {
    return (
      <Alert tone="warn" title="The address lacks its link">
        When Rockpool starts for the first time, it prints an address with a private link in the
        terminal. Open that one.
      </Alert>
    )
  }
  if (check.isError) {
    return (
      <ErrorState
        title="The link could not be checked"
        onRetry={() => void check.refetch()}
        isRetrying={check.isFetching}
      >
        {readRefusal(check.error).sentence}
      </ErrorState>
    )
  }
  if (link === undefined || check.data === undefined) {
    return (
      <div role="status" className="grid gap-5">
        <span className="sr-only">Checking the link</span>
        <Skeleton className="h-16" />
        <Skeleton className="h-16" />
        <Skeleton className="h-16" />
      </div>
    )
  }
  if (!check.data.valid) {
    return (
      <Alert tone="problem" title="This link does not open the set-up">
        It may be from another installation, or cut short when it was copied. The right one stands
        in the terminal where Rockpool was started.
      </Alert>
    )
  }
  return <SetupFormPanel link={link} model={check.data.model} />
}
