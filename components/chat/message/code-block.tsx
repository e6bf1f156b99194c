import { type ComponentProps, isValidElement, type ReactNode } from 'react'
import { CopyButton } from './copy-button'

/** Code of an answer: its language, a way to copy it, and lines that scroll instead of breaking. */
export function CodeBlock({ children }: ComponentProps<'pre'>) {
  const code = isValidElement<ComponentProps<'code'>>(children) ? children.props : undefined
  const text = textOf(code?.children ?? children).replace(/\n$/, '')
  const language = /language-(\S+)/.exec(code?.className ?? '')?.[1] ?? 'text'
  return (
    <div className="my-3 min-w-0 overflow-hidden rounded-md border border-line bg-sunken">
      <div className="flex items-center justify-between py-0.5 pr-1 pl-3.5 text-xs text-ink-soft">
        <span className="font-mono">{language}</span>
        <CopyButton text={text} what="this code" isAlwaysShown />
      </div>
      <div
        role="group"
        // A keyboard scrolls only what it can reach.
        tabIndex={0}
        aria-label={`Code, ${language}`}
        className="max-h-[28rem] overflow-auto border-t border-line bg-surface px-3.5 py-3"
      >
        <pre className="w-max min-w-full font-mono text-[0.8438rem] leading-relaxed" dir="ltr">
          <code>{text}</code>
        </pre>
      </div>
    </div>
  )
}

/** A table that scrolls by itself when it is wider than the answer. */
export function WideTable({ children }: ComponentProps<'table'>) {
  return (
    <div
      role="group"
      tabIndex={0}
      aria-label="Table"
      className="my-3 min-w-0 overflow-x-auto rounded-md border border-line bg-surface"
    >
      <table className="w-full border-collapse text-sm [&_:is(td,th)]:border-b [&_:is(td,th)]:border-line [&_:is(td,th)]:px-3.5 [&_:is(td,th)]:py-2 [&_:is(td,th)]:text-left [&_th]:bg-sunken [&_th]:font-semibold [&_tr:last-child_td]:border-b-0">
        {children}
      </table>
    </div>
  )
}

function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node)
  if (Array.isArray(node)) return node.map(textOf).join('')
  return isValidElement<{ children?: ReactNode }>(node) ? textOf(node.props.children) : ''
}
