import { Switch as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '../cn'

type SwitchProps = Omit<ComponentProps<typeof Radix.Root>, 'children'>

/** On or off, at once. Name it with `aria-label` or a label of its own. */
export function Switch({ className, ...rest }: SwitchProps) {
  return (
    <Radix.Root
      className={cn(
        'relative h-6 w-11 shrink-0 cursor-pointer rounded-full border border-line-strong bg-sunken transition-colors duration-150 after:absolute after:-inset-2.5 data-[state=checked]:border-glass-ink data-[state=checked]:bg-glass disabled:cursor-not-allowed disabled:opacity-60',
        className,
      )}
      {...rest}
    >
      <Radix.Thumb className="block size-4.5 translate-x-0.5 rounded-full bg-ink-soft transition-transform duration-150 data-[state=checked]:translate-x-5.5 data-[state=checked]:bg-surface" />
    </Radix.Root>
  )
}
