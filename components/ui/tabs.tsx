'use client'
import { Tabs as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn'

export const Tabs = Radix.Root
export const TabsContent = Radix.Content

export function TabsList({ className, ...rest }: ComponentProps<typeof Radix.List>) {
  return (
    <Radix.List
      className={cn('flex gap-1 overflow-x-auto border-b border-line', className)}
      {...rest}
    />
  )
}

export function TabsTrigger({ className, ...rest }: ComponentProps<typeof Radix.Trigger>) {
  return (
    <Radix.Trigger
      className={cn(
        '-mb-px min-h-11 border-b-2 border-transparent px-3.5 text-sm font-medium text-ink-soft hover:text-ink data-[state=active]:border-coral-ink data-[state=active]:text-ink',
        className,
      )}
      {...rest}
    />
  )
}
