import type { ReactNode } from 'react'
import { cn } from '../cn'
import { TideRings } from '../rings/tide-rings'

type EmptyStateProps = {
  title: string
  /** Why it is empty and what would fill it. */
  children?: ReactNode
  action?: ReactNode
  /** Draws the rings of this id; any steady string will do. */
  seed?: string
  /** Level of the title in the page's outline. */
  level?: 2 | 3
  className?: string
}

export function EmptyState({
  title,
  children,
  action,
  seed = 'empty',
  level = 2,
  className,
}: EmptyStateProps) {
  const Title = level === 2 ? 'h2' : 'h3'
  return (
    <div
      className={cn('relative isolate grid max-w-prose justify-items-start gap-3 py-8', className)}
    >
      <TideRings seed={seed} className="-mb-2 size-20 text-line-strong" />
      <Title className="text-xl">{title}</Title>
      {children !== undefined && <div className="text-ink-soft">{children}</div>}
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  )
}
