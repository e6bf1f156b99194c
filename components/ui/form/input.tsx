import type { ComponentProps } from 'react'
import { cn } from '../cn'

/** Shared by everything a person types into, so that a row of controls lines up. */
export const controlLook =
  'w-full rounded-md border border-line-strong bg-raised px-3.5 text-base text-ink transition-colors placeholder:text-ink-soft hover:border-ink-soft focus-visible:border-focus focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-soft aria-invalid:border-urchin aria-invalid:focus-visible:outline-urchin'

export function Input({ className, type = 'text', ...rest }: ComponentProps<'input'>) {
  return <input type={type} className={cn(controlLook, 'h-11', className)} {...rest} />
}
