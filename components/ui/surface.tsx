import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { cn } from './cn'

const look = cva('', {
  variants: {
    ground: {
      /** A sheet on the shore. */
      plain: 'border border-line bg-surface',
      /** A hollow in it. */
      sunken: 'bg-sunken',
      /** Wet rock, dark in both themes. */
      rock: 'on-rock',
    },
    pad: { none: '', sm: 'p-4', md: 'p-5 sm:p-7' },
    corner: { sm: 'rounded-md', md: 'rounded-lg', lg: 'rounded-xl' },
  },
  defaultVariants: { ground: 'plain', pad: 'md', corner: 'md' },
})

type SurfaceProps = ComponentProps<'div'> & VariantProps<typeof look>

export function Surface({ className, ground, pad, corner, ...rest }: SurfaceProps) {
  return <div className={cn(look({ ground, pad, corner }), className)} {...rest} />
}
