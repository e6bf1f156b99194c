'use client'
import type { ComponentProps } from 'react'
import { defaultComponents, Streamdown } from 'streamdown'

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

const components = { img: Picture }

/** Markdown as it streams in: an open emphasis or code block is drawn as if it were closed. */
export function Markdown({ text, isStreaming }: MarkdownProps) {
  return (
    <Streamdown
      className="chat-prose"
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
