import { CircleAlert, Clock3 } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { SentFiles } from '../attachments/sent-files'
import type { Shelf } from '../attachments/shelf'
import type { Delivery, PersonItem } from '../thread/items'
import { ClockTime } from './clock-time'
import { CopyButton } from './copy-button'

type PersonMessageProps = {
  item: PersonItem
  /** The agent can be spoken to: what still waits does not wait for it. */
  isReady: boolean
  shelf: Shelf
  onSendAgain: (item: PersonItem) => void
  onRemove: (id: string) => void
}

const waiting: Partial<Record<Delivery, string>> = {
  waiting: 'Waits until your agent is ready',
  next: 'Goes out after this answer',
  sending: 'On its way',
  held: 'Waits for the answer before it',
}

/** The person's own words: a stone they put into the pool. */
export function PersonMessage({ item, isReady, shelf, onSendAgain, onRemove }: PersonMessageProps) {
  const { send } = item
  const note = waiting[isReady && item.delivery === 'waiting' ? 'sending' : item.delivery]
  const isFailed = item.delivery === 'failed'
  return (
    <article
      aria-label="You"
      className="group/message grid grid-cols-1 justify-items-end gap-1 pl-8 sm:pl-20"
    >
      {item.attachments.length > 0 && (
        <SentFiles attachments={item.attachments} messageId={item.messageId} shelf={shelf} />
      )}
      {item.text !== '' && (
        <div
          className={cn(
            'on-rock max-w-full dark:ring-1 dark:ring-slate-line rounded-[1.2rem_1.5rem_0.45rem_1.3rem/1.3rem_1.2rem_0.6rem_1.45rem] px-4 py-2.5',
            note !== undefined && 'opacity-75',
            isFailed &&
              'ring-2 ring-urchin ring-offset-2 ring-offset-shore dark:ring-2 dark:ring-urchin',
          )}
        >
          <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
            {item.text}
          </p>
        </div>
      )}
      <div className="flex min-h-8 flex-wrap items-center justify-end gap-x-2 text-xs text-ink-soft">
        {item.text !== '' && <CopyButton text={item.text} what="your message" />}
        {note === undefined ? (
          !isFailed && <ClockTime atMs={item.atMs} />
        ) : (
          <span className="inline-flex items-center gap-1.5">
            <Clock3 aria-hidden className="size-3.5" /> {note}
          </span>
        )}
        {isFailed && (
          <span className="inline-flex items-center gap-1.5 text-urchin">
            <CircleAlert aria-hidden className="size-3.5 shrink-0" />
            {item.problem ?? 'This message was not sent.'}
          </span>
        )}
        {send?.canSendAgain === true && (
          <Button
            variant="outline"
            size="sm"
            className="h-8 px-2.5 text-xs"
            onClick={() => onSendAgain(item)}
          >
            Try again
          </Button>
        )}
        {send?.canRemove === true && (
          <Button
            variant="ghost"
            size="sm"
            className="h-8 px-2 text-xs"
            onClick={() => onRemove(send.id)}
          >
            {isFailed ? 'Discard' : 'Take back'}
          </Button>
        )}
      </div>
    </article>
  )
}
