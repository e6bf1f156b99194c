'use client'
import type { ComponentProps } from 'react'
import { defaultComponents, Streamdown } from 'streamdown'
import { cn } from '@/components/ui/cn'

type MarkdownProps = {
  text: string
  isStreaming: boolean
}

const controls = {
  code: { copy: true, download: false },
  table: { copy: true, download: false, fullscreen: false },
  image: { download: false },
}

/**
 * An agent's text is not trusted: what it read somewhere may speak through it. Pictures from elsewhere
 * would tell their server that this was read, so they are links; the address of a link is shown first.
 */
function Picture({ src, alt }: ComponentProps<'img'>) {
  const label = alt === undefined || alt === '' ? 'a picture' : alt
  if (typeof src !== 'string' || src === '') return <span>({label})</span>
  return <Link href={src}>{`picture: ${label}`}</Link>
}

const Link = defaultComponents.a

/** One ground for code and tables instead of a frame within a frame, and headings that fit a chat. */
const look = cn(
  'min-w-0 wrap-anywhere [&_h1]:text-xl [&_h2]:text-lg [&_h3]:text-base [&_:is(h1,h2,h3,h4)]:mt-5 [&_:is(h1,h2,h3,h4)]:mb-1.5',
  '[&_[data-streamdown=code-block]]:my-2 [&_[data-streamdown=code-block]]:gap-0 [&_[data-streamdown=code-block]]:rounded-md [&_[data-streamdown=code-block]]:p-0',
  '[&_[data-streamdown=code-block-header]]:h-9 [&_[data-streamdown=code-block-header]]:px-3.5',
  '[&_[data-streamdown=code-block-body]]:rounded-none [&_[data-streamdown=code-block-body]]:border-0 [&_[data-streamdown=code-block-body]]:border-t [&_[data-streamdown=code-block-body]]:p-3.5',
  '[&_[data-streamdown=table-wrapper]]:my-2 [&_[data-streamdown=table-wrapper]]:gap-0 [&_[data-streamdown=table-wrapper]]:rounded-md [&_[data-streamdown=table-wrapper]]:p-0',
)

const components = { img: Picture }

/** Markdown as it streams in: an open emphasis or code block is drawn as if it were closed. */
export function Markdown({ text, isStreaming }: MarkdownProps) {
  return (
    <Streamdown
      className={look}
      mode={isStreaming ? 'streaming' : 'static'}
      isAnimating={isStreaming}
      parseIncompleteMarkdown
      controls={controls}
      components={components}
      lineNumbers={false}
      dir="auto"
    >
      {text}
    </Streamdown>
  )
}
