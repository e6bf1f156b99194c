'use client'
import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

export const TooltipProvider = Radix.Provider

type TooltipProps = {
  /** Repeats or completes the control's own name; nothing a person must know may live only here. */
  text: ReactNode
  /** One focusable element. */
  children: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left'
}

export function Tooltip({ text, children, side = 'top' }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          className="z-50 max-w-72 rounded-sm bg-slate px-2.5 py-1.5 text-xs text-on-slate shadow-high data-[state=delayed-open]:animate-in data-[state=delayed-open]:fade-in-0"
        >
          {text}
          <Radix.Arrow className="fill-slate" />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
