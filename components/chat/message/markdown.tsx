'use client'
import type { ComponentProps } from 'react'
import { Streamdown } from 'streamdown'
import { cn } from '@/components/ui/cn'
import { CodeBlock, WideTable } from './code-block'

type MarkdownProps = {
  text: string
  isStreaming: boolean
}

/** Where an address leads, or null when it is not one that a page may open. */
function hostOf(href: unknown): string | null {
  if (typeof href !== 'string' || !URL.canParse(href)) return null
  const url = new URL(href)
  if (url.protocol === 'mailto:') return url.pathname
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.host : null
}

/**
 * An agent's text is not trusted: what it read somewhere may speak through it. So a link says where it
 * really leads, and one that leads nowhere a page may go stays text.
 */
function Link({ href, children }: ComponentProps<'a'>) {
  const host = hostOf(href)
  if (host === null) return <span>{children}</span>
  // Only a label that is the address itself needs no second one.
  const isPlain = children === href || children === host
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="text-coral-ink underline decoration-1 underline-offset-3 hover:decoration-2"
    >
      {children}
      {!isPlain && <span className="text-ink-soft"> ({host})</span>}
    </a>
  )
}

/** A picture from elsewhere would tell its server that this was read, so it is a link. */
function Picture({ src, alt }: ComponentProps<'img'>) {
  const label = alt === undefined || alt === '' ? 'a picture' : `picture: ${alt}`
  return typeof src === 'string' ? <Link href={src}>{label}</Link> : <span>({label})</span>
}

const components = { a: Link, img: Picture, pre: CodeBlock, table: WideTable }

/** Links say where they lead; asking once more for each would teach people to press Yes. */
const linkSafety = { enabled: false }

/** Headings that fit a chat, below the page's own. */
const look = cn(
  'min-w-0 wrap-anywhere [&_:is(h1,h2)]:text-lg [&_:is(h3,h4)]:text-base',
  '[&_:is(h1,h2,h3,h4)]:mt-5 [&_:is(h1,h2,h3,h4)]:mb-1.5',
)

/** Markdown as it streams in: an open emphasis or code block is drawn as if it were closed. */
export function Markdown({ text, isStreaming }: MarkdownProps) {
  return (
    <Streamdown
      className={look}
      mode={isStreaming ? 'streaming' : 'static'}
      isAnimating={isStreaming}
      parseIncompleteMarkdown
      controls={false}
      components={components}
      linkSafety={linkSafety}
      lineNumbers={false}
      dir="auto"
    >
      {text}
    </Streamdown>
  )
}
