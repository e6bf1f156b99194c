'use client'
import { ArrowUp, Square } from 'lucide-react'
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type Ref,
  useId,
  useState,
  useSyncExternalStore,
} from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import type { Draft } from '../conversation/draft'
import { lengthProblem, pasteProblem } from './message-limit'

type ComposerProps = {
  draft: Draft
  agentName: string
  isBusy: boolean
  isStopping: boolean
  /** Nothing can be sent any more, not even later. */
  isClosed: boolean
  onSend: (text: string) => void
  onStop: () => void
  inputRef: Ref<HTMLTextAreaElement>
}

export function Composer({
  draft,
  agentName,
  isBusy,
  isStopping,
  isClosed,
  onSend,
  onStop,
  inputRef,
}: ComposerProps) {
  const text = useSyncExternalStore(draft.subscribe, draft.read, () => '')
  const [pasteWords, setPasteWords] = useState<string | null>(null)
  const problemId = useId()
  const hintId = useId()
  const problem = lengthProblem(text.length) ?? pasteWords
  const isEmpty = text.trim() === ''
  const canSend = !isEmpty && !isClosed && lengthProblem(text.length) === null

  const change = (next: string) => {
    setPasteWords(null)
    draft.write(next)
  }
  const send = () => {
    if (!canSend) return
    onSend(text.trim())
    change('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter picks a character.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const { selectionStart, selectionEnd } = event.currentTarget
    const present = text.length - (selectionEnd - selectionStart)
    const words = pasteProblem(present, event.clipboardData.getData('text/plain').length)
    if (words === null) return
    event.preventDefault()
    setPasteWords(words)
  }

  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {problem !== null && (
        <p id={problemId} role="alert" className="text-sm text-urchin">
          {problem}
        </p>
      )}
      <div
        className={cn(
          'flex items-end gap-2 rounded-lg border border-line-strong bg-raised p-1.5 shadow-low transition-colors focus-within:border-focus focus-within:outline-2 focus-within:outline-focus hover:border-ink-soft',
          problem !== null && 'border-urchin focus-within:border-urchin',
        )}
      >
        <textarea
          ref={inputRef}
          value={text}
          rows={1}
          aria-label="Message"
          aria-describedby={problem === null ? hintId : `${problemId} ${hintId}`}
          aria-invalid={problem !== null || undefined}
          placeholder={`Write to ${agentName}`}
          enterKeyHint="send"
          disabled={isClosed}
          className="field-sizing-content max-h-[40dvh] min-h-11 min-w-0 flex-1 resize-none bg-transparent px-2.5 py-2.5 outline-none placeholder:text-ink-soft disabled:cursor-not-allowed"
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        {isBusy && (
          <Button
            variant="outline"
            size="icon"
            aria-label="Stop"
            isBusy={isStopping}
            onClick={onStop}
          >
            {!isStopping && <Square aria-hidden className="fill-current" />}
          </Button>
        )}
        <Button type="submit" variant="primary" size="icon" aria-label="Send" disabled={!canSend}>
          <ArrowUp aria-hidden />
        </Button>
      </div>
      <span id={hintId} className="sr-only">
        Enter sends, Shift and Enter begin a new line, Escape stops an answer.
      </span>
    </form>
  )
}
