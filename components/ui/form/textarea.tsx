import type { ComponentProps } from 'react'
import { cn } from '../cn'
import { controlLook } from './input'

/** Grows with its text where the browser can; elsewhere it keeps `rows` and scrolls. */
export function Textarea({ className, rows = 4, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={rows}
      className={cn(
        controlLook,
        'field-sizing-content max-h-80 min-h-24 resize-none py-2.5',
        className,
      )}
      {...rest}
    />
  )
}
