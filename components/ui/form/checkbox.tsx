'use client'
import { Check } from 'lucide-react'
import { Checkbox as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '../cn'

export function Checkbox({ className, ...rest }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      className={cn(
        'grid size-5.5 shrink-0 place-items-center rounded-sm border-2 border-line-strong bg-raised text-surface transition-colors disabled:opacity-50 data-[state=checked]:border-glass-ink data-[state=checked]:bg-glass-ink',
        className,
      )}
      {...rest}
    >
      <Radix.Indicator>
        <Check aria-hidden className="size-4" strokeWidth={3} />
      </Radix.Indicator>
    </Radix.Root>
  )
}
