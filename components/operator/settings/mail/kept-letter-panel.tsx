'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { Moment } from '@/components/operator/parts/moment'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import type { MailSummary } from './mail'
import { kindWords } from './mail-list'

type KeptLetterPanelProps = { mail: MailSummary }

export function KeptLetterPanel({ mail }: KeptLetterPanelProps) {
  const api = useTRPC()
  const cache = useQueryClient()
  const read = useMutation(api.operator.mail.read.mutationOptions())
  const drop = useMutation(
    api.operator.mail.drop.mutationOptions({
      onSuccess: async () => {
        await cache.invalidateQueries({ queryKey: api.operator.mail.outbox.queryKey() })
        toast('The message is thrown away.')
      },
    }),
  )
  const { id: mailId } = mail
  const failed = read.error ?? drop.error
  return (
    <li className="grid gap-3 py-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid gap-0.5">
          <p className="font-medium break-words">
            {kindWords[mail.kind]} to {mail.recipient}
          </p>
          <p className="text-sm text-ink-soft">
            Written <Moment at={mail.createdAt} />
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button
            size="sm"
            variant="outline"
            isBusy={read.isPending}
            onClick={() => (read.isSuccess ? read.reset() : read.mutate({ mailId }))}
            aria-expanded={read.isSuccess}
          >
            {read.isSuccess ? 'Close' : 'Read'}
          </Button>
          <Button
            size="sm"
            variant="ghost"
            isBusy={drop.isPending}
            onClick={() => drop.mutate({ mailId })}
          >
            Throw away
          </Button>
        </div>
      </div>
      {failed !== null && <Alert tone="problem">{readRefusal(failed).sentence}</Alert>}
      {read.isSuccess && (
        <article aria-label={read.data.subject} className="grid gap-3 rounded-lg bg-sunken p-5">
          <h3 className="text-lg">{read.data.subject}</h3>
          <p className="break-words whitespace-pre-wrap">{read.data.text}</p>
        </article>
      )}
    </li>
  )
}
