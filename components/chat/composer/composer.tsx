'use client'
import { ArrowUp, Paperclip, Square } from 'lucide-react'
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type Ref,
  useId,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import type { AttachedFile } from '../attachments/attachment'
import { ChosenFiles } from '../attachments/chosen-files'
import { acceptedKinds } from '../attachments/limits'
import type { Tray } from '../attachments/tray'
import type { Draft } from '../kept/draft'
import { lengthProblem, pasteProblem } from './message-limit'

type ComposerProps = {
  draft: Draft
  tray: Tray
  agentName: string
  isBusy: boolean
  isStopping: boolean
  /** Nothing can be sent any more, not even later. */
  isClosed: boolean
  onSend: (text: string, files: readonly AttachedFile[]) => void
  onStop: () => void
  inputRef: Ref<HTMLTextAreaElement>
}

export function Composer({
  draft,
  tray,
  agentName,
  isBusy,
  isStopping,
  isClosed,
  onSend,
  onStop,
  inputRef,
}: ComposerProps) {
  const text = useSyncExternalStore(draft.subscribe, draft.read, () => '')
  const chosen = useSyncExternalStore(tray.subscribe, tray.view, tray.view)
  const picker = useRef<HTMLInputElement>(null)
  const [pasteWords, setPasteWords] = useState<string | null>(null)
  const problemId = useId()
  const hintId = useId()
  const problem = lengthProblem(text.length) ?? pasteWords
  const problems = [...(problem === null ? [] : [problem]), ...chosen.problems]
  const isEmpty = text.trim() === '' && chosen.files.length === 0
  const canSend = !isEmpty && !isClosed && lengthProblem(text.length) === null

  const change = (next: string) => {
    setPasteWords(null)
    draft.write(next)
  }
  const send = () => {
    if (!canSend) return
    onSend(text.trim(), tray.take())
    change('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter picks a character.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const files = [...event.clipboardData.files]
    // Office programs put a picture beside the text they copy; the text is what was meant.
    if (files.length > 0 && event.clipboardData.getData('text/plain') === '') {
      event.preventDefault()
      tray.add(files)
      return
    }
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
      {problems.length > 0 && (
        <div id={problemId} role="alert" className="grid gap-1 text-sm text-urchin">
          {problems.map((sentence) => (
            <p key={sentence} className="wrap-anywhere">
              {sentence}
            </p>
          ))}
        </div>
      )}
      <div
        className={cn(
          'grid gap-1 rounded-lg border border-line-strong bg-raised p-1.5 shadow-low transition-colors focus-within:border-focus focus-within:outline-2 focus-within:outline-focus hover:border-ink-soft',
          problems.length > 0 && 'border-urchin focus-within:border-urchin',
        )}
      >
        <ChosenFiles tray={chosen} onRemove={(file) => tray.remove(file)} />
        <div className="flex items-end gap-1">
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            accept={acceptedKinds}
            onChange={(event) => {
              tray.add([...(event.target.files ?? [])])
              // The same file may be chosen again after it was removed.
              event.target.value = ''
            }}
          />
          <Button
            variant="ghost"
            size="icon"
            aria-label="Attach files"
            disabled={isClosed}
            onClick={() => picker.current?.click()}
          >
            <Paperclip aria-hidden />
          </Button>
          <textarea
            ref={inputRef}
            value={text}
            rows={1}
            aria-label="Message"
            aria-describedby={problems.length === 0 ? hintId : `${problemId} ${hintId}`}
            aria-invalid={problem !== null || undefined}
            placeholder={`Write to ${agentName}`}
            enterKeyHint="send"
            disabled={isClosed}
            className="field-sizing-content max-h-[40dvh] min-h-11 min-w-0 flex-1 resize-none bg-transparent px-1.5 py-2.5 outline-none placeholder:text-ink-soft disabled:cursor-not-allowed"
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
      </div>
      <span id={hintId} className="sr-only">
        Enter sends, Shift and Enter begin a new line, Escape stops an answer. Pictures and text
        files can be pasted or dropped here.
      </span>
    </form>
  )
}
