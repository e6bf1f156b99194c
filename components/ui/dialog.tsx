'use client'
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

export const Dialog = Radix.Root
export const DialogTrigger = Radix.Trigger
export const DialogClose = Radix.Close

type DialogContentProps = Omit<ComponentProps<typeof Radix.Content>, 'title'> & {
  title: ReactNode
  /** One or two sentences; without it the title must say everything. */
  description?: ReactNode
  /** Buttons, the safe one first. */
  actions?: ReactNode
}

/** Sits on the bottom edge of a phone, in the upper third of a wide screen. */
export function DialogContent({
  title,
  description,
  actions,
  className,
  children,
  ...rest
}: DialogContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 bg-slate-deep/60 data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=open]:animate-in data-[state=open]:fade-in-0" />
      <Radix.Content
        {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        className={cn(
          'fixed inset-x-0 bottom-0 z-50 grid max-h-[90dvh] gap-4 overflow-y-auto rounded-t-xl border border-line bg-raised p-6 shadow-high data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:slide-in-from-bottom-4 sm:inset-x-auto sm:top-[14vh] sm:bottom-auto sm:left-1/2 sm:w-[min(34rem,92vw)] sm:-translate-x-1/2 sm:rounded-xl',
          className,
        )}
        {...rest}
      >
        <div className="grid gap-1.5 pr-10">
          <Radix.Title className="text-2xl">{title}</Radix.Title>
          {description !== undefined && (
            <Radix.Description className="text-ink-soft">{description}</Radix.Description>
          )}
        </div>
        {children}
        {actions !== undefined && (
          <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">{actions}</div>
        )}
        <Radix.Close
          aria-label="Close"
          className="absolute top-4 right-4 grid size-10 place-items-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink"
        >
          <X aria-hidden className="size-5" />
        </Radix.Close>
      </Radix.Content>
    </Radix.Portal>
  )
}
