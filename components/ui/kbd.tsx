import type { ComponentProps } from 'react'
import { cn } from './cn'

export function Kbd({ className, ...rest }: ComponentProps<'kbd'>) {
  return (
    <kbd
      className={cn(
        'inline-flex min-w-6 items-center justify-center rounded-sm border border-b-2 border-line-strong bg-raised px-1.5 font-sans text-xs font-medium text-ink-soft',
        className,
      )}
      {...rest}
    />
  )
}
