import type { ComponentProps } from 'react'
import { LocalLink } from '@/components/site/frame/local-link'

/** A link of a text: to a page of the site in its language, or to somewhere else. */
export function ProseLink({ href = '', children }: ComponentProps<'a'>) {
  return href.startsWith('/') ? (
    <LocalLink href={href}>{children}</LocalLink>
  ) : (
    <a href={href}>{children}</a>
  )
}

/** Commands and files. It can be reached by Tab, because on a phone it scrolls sideways. */
export function ProseBlock({ children }: ComponentProps<'pre'>) {
  return (
    <pre
      tabIndex={0}
      className="on-rock mt-4 overflow-x-auto rounded-lg px-5 py-4 font-mono text-sm leading-relaxed [&_code]:bg-transparent [&_code]:p-0 [&_code]:break-normal"
    >
      {children}
    </pre>
  )
}

export function ProseCode({ children }: ComponentProps<'code'>) {
  return (
    <code className="rounded-sm bg-sunken px-1 py-0.5 font-mono text-[0.88em] break-words">
      {children}
    </code>
  )
}
