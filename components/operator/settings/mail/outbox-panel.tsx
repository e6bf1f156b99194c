'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { Section } from '@/components/operator/parts/section'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { Alert } from '@/components/ui/alert'
import { EmptyState } from '@/components/ui/states/empty-state'
import { KeptLetterPanel } from './kept-letter-panel'
import type { Outbox } from './mail'
import { MailList } from './mail-list'

type OutboxPanelProps = { outbox: Outbox; isKept: boolean }

// A letter leaves within seconds; less often would show a past.
const readEveryMs = 5_000

export function OutboxPanel({ outbox: initial, isKept }: OutboxPanelProps) {
  const api = useTRPC()
  const cache = useQueryClient()
  const query = useQuery(
    api.operator.mail.outbox.queryOptions(undefined, {
      initialData: initial,
      refetchInterval: readEveryMs,
    }),
  )
  const retry = useMutation(api.operator.mail.retry.mutationOptions())
  const drop = useMutation(api.operator.mail.drop.mutationOptions())
  const { unsent, late, kept } = query.data
  const done = async (sentence: string) => {
    await cache.invalidateQueries({ queryKey: api.operator.pathKey() })
    toast(sentence)
  }
  return (
    <div className="grid gap-12">
      {query.isError && (
        <Alert tone="warn" title="These lists may be old">
          {readRefusal(query.error).sentence}
        </Alert>
      )}
      <Section title="Not sent" lead="Given up after several tries, or refused for good.">
        {unsent.length === 0 ? (
          <EmptyState title="Nothing is stuck" level={3} seed="no stuck mail">
            A message that cannot be sent stands here with its reason, and on your overview.
          </EmptyState>
        ) : (
          <MailList
            label="Not sent"
            mails={unsent}
            onRetry={async ({ id: mailId }) => {
              await retry.mutateAsync({ mailId })
              await done('The message is sent again.')
            }}
            onDrop={async ({ id: mailId }) => {
              await drop.mutateAsync({ mailId })
              await done('The message is set aside.')
            }}
          />
        )}
      </Section>
      {late.length > 0 && (
        <Section title="Late" lead="Tried without success, and tried again by themselves.">
          <MailList label="Late" mails={late} />
        </Section>
      )}
      {(isKept || kept.length > 0) && (
        <Section
          title="Kept here"
          lead="What would have been sent. A link in it works, so reading one is on record."
        >
          {kept.length === 0 ? (
            <p className="text-ink-soft">None yet.</p>
          ) : (
            <ul aria-label="Kept here" className="divide-y divide-line border-y border-line">
              {kept.map((mail) => (
                <KeptLetterPanel key={mail.id} mail={mail} />
              ))}
            </ul>
          )}
        </Section>
      )}
    </div>
  )
}
