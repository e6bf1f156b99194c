import { splitDetails } from '../thread/host-words'
import { Markdown } from './markdown'

type HostNoticeProps = { text: string }

/** A sentence of ours in place of an answer. What the provider said is one press away. */
export function HostNotice({ text }: HostNoticeProps) {
  const words = splitDetails(text)
  return (
    <div className="grid gap-1">
      <Markdown text={words.text} isStreaming={false} />
      {words.details !== null && (
        <details className="text-sm text-ink-soft">
          <summary className="w-fit cursor-pointer rounded-sm py-1.5 underline decoration-1 underline-offset-4 hover:decoration-2 pointer-coarse:py-3">
            Details
          </summary>
          <p className="max-w-prose border-l-2 border-line-strong py-1 pl-3 wrap-anywhere">
            {words.details}
          </p>
        </details>
      )}
    </div>
  )
}
