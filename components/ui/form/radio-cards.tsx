'use client'
import { RadioGroup as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '../cn'

export function RadioCards({ className, ...rest }: ComponentProps<typeof Radix.Root>) {
  return <Radix.Root className={cn('grid gap-3', className)} {...rest} />
}

/** The whole card is the radio. The mark in its corner tells the choice without colour. */
export function RadioCard({ className, children, ...rest }: ComponentProps<typeof Radix.Item>) {
  return (
    <Radix.Item
      className={cn(
        'group relative flex flex-col items-start justify-start rounded-lg border-2 border-line bg-surface p-5 pr-14 text-left transition-colors hover:border-line-strong data-[state=checked]:border-glass-ink data-[state=checked]:bg-glass-wash',
        className,
      )}
      {...rest}
    >
      {children}
      <span
        aria-hidden
        className="absolute top-5 right-5 grid size-6 place-items-center rounded-full border-2 border-line-strong bg-raised group-data-[state=checked]:border-glass-ink"
      >
        <Radix.Indicator className="size-3 rounded-full bg-glass-ink" />
      </span>
    </Radix.Item>
  )
}
