import type { ComponentProps } from 'react'
import { cn } from '../cn'

/** Stands where something will be, in its size. Put one `role="status"` text beside a group of them. */
export function Skeleton({ className, ...rest }: ComponentProps<'div'>) {
  return (
    <div
      aria-hidden
      data-skeleton
      className={cn('animate-pulse rounded-md bg-sunken', className)}
      {...rest}
    />
  )
}
