import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from '../cn'
import { controlLook } from './input'

/** The browser's own: on a phone it opens the wheel that people know. */
export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return (
    <span className="relative block">
      <select className={cn(controlLook, 'h-11 appearance-none pr-10', className)} {...rest} />
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-3.5 right-3.5 size-4 text-ink-soft"
      />
    </span>
  )
}
