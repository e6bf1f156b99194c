'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import type { MailView, Outbox } from './mail'
import { MailFormPanel } from './mail-form-panel'
import { OutboxPanel } from './outbox-panel'

type MailPanelProps = {
  mail: MailView
  outbox: Outbox
  /** Where a test goes unless another address is entered. */
  ownAddress: string
}

/** Drawn by the server with what it knows; from then on it follows what is saved here. */
export function MailPanel({ mail: initial, outbox, ownAddress }: MailPanelProps) {
  const api = useTRPC()
  const query = useQuery(api.operator.mail.get.queryOptions(undefined, { initialData: initial }))
  return (
    <div className="grid gap-12">
      {query.isError && (
        <Alert tone="warn" title="This may be old">
          {readRefusal(query.error).sentence}
        </Alert>
      )}
      <MailFormPanel mail={query.data} ownAddress={ownAddress} />
      <OutboxPanel outbox={outbox} isKept={query.data.settings.kind === 'kept'} />
    </div>
  )
}
