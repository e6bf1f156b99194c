import type { VariantProps } from 'class-variance-authority'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { buttonLook } from './button-look'
import { cn } from './cn'
import { Spinner } from './states/spinner'

type ButtonProps = ComponentProps<'button'> &
  VariantProps<typeof buttonLook> & {
    /** Renders the only child (a link) with the looks of a button. */
    asChild?: boolean
    /** Says that the press was heard. The button keeps focus and ignores further presses. */
    isBusy?: boolean
  }

export function Button({
  className,
  variant,
  size,
  asChild = false,
  isBusy = false,
  type = 'button',
  onClick,
  children,
  ...rest
}: ButtonProps) {
  const classes = cn(buttonLook({ variant, size }), className)
  if (asChild) {
    return (
      <Slot.Root className={classes} onClick={onClick} {...rest}>
        {children}
      </Slot.Root>
    )
  }
  return (
    <button
      // A busy submit button stays focusable, so `disabled` is not used; it just stops submitting.
      type={isBusy ? 'button' : type}
      className={classes}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      onClick={isBusy ? undefined : onClick}
      {...rest}
    >
      {isBusy && <Spinner />}
      {children}
    </button>
  )
}
