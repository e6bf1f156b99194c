import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'

type RowsProps = {
  /** What the list is of, for those who do not see it. */
  label: string
  /** Above the columns on a wide screen; a phone has each row say what it means. */
  header?: readonly string[]
  /** Tailwind's columns for a wide screen; the same for header and rows. */
  columns: string
  children: ReactNode
}

/** Columns where there is room, and a list of small paragraphs where there is not. */
export function Rows({ label, header, columns, children }: RowsProps) {
  return (
    <div>
      {header !== undefined && (
        <div
          aria-hidden
          className={cn(
            'hidden gap-x-6 border-b border-line-strong px-2 pb-2 text-xs font-semibold text-ink-soft md:grid',
            columns,
          )}
        >
          {header.map((name) => (
            <span key={name}>{name}</span>
          ))}
        </div>
      )}
      <ul aria-label={label} className="divide-y divide-line">
        {children}
      </ul>
    </div>
  )
}

type RowProps = { columns: string; href?: string; children: ReactNode }

const look = 'grid gap-x-6 gap-y-1 px-2 py-3 md:items-baseline'

export function Row({ columns, href, children }: RowProps) {
  if (href === undefined) return <li className={cn(look, columns)}>{children}</li>
  return (
    <li>
      <Link href={href} className={cn(look, columns, 'rounded-sm hover:bg-sunken')}>
        {children}
      </Link>
    </li>
  )
}

type CellProps = {
  /** Said before the value where there is no header to say it. */
  label?: string
  children: ReactNode
  className?: string
}

export function Cell({ label, children, className }: CellProps) {
  return (
    <span className={cn('min-w-0 text-sm', className)}>
      {label !== undefined && <span className="text-ink-soft md:sr-only">{label} </span>}
      {children}
    </span>
  )
}
