import { CalendarClock, CircleHelp } from 'lucide-react'
import { readRefusal } from '@/components/trpc/refusal'
import { browserZone, momentWords } from './task'
import type { useWords } from './use-words'

type WhenPreviewProps = { words: string; when: ReturnType<typeof useWords> }

/** What the words mean, said before anything is saved. */
export function WhenPreview({ words, when }: WhenPreviewProps) {
  const { read, error } = when
  const isRight = read?.isUnderstood === true
  const Icon = words.trim() !== '' && read?.isUnderstood === false ? CircleHelp : CalendarClock
  return (
    <p role="status" className="flex min-h-12 items-start gap-2.5 text-sm text-ink-soft">
      <Icon aria-hidden className="mt-0.5 size-4.5 shrink-0" />
      <span>
        {words.trim() === '' && `Times are in your time zone, ${browserZone()}.`}
        {words.trim() !== '' && error !== null && readRefusal(error).sentence}
        {words.trim() !== '' && read?.isUnderstood === false && read.sentence}
        {words.trim() !== '' && isRight && (
          <>
            <strong className="font-semibold text-ink">{read.sentence}</strong>. Next:{' '}
            {momentWords(read.nextRunAt)} ({browserZone()}).
          </>
        )}
      </span>
    </p>
  )
}
