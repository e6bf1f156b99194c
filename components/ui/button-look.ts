import { cva } from 'class-variance-authority'

/** For a page that must stay light: the looks of a button without what merges classes. */
export const buttonLook = cva(
  'inline-flex shrink-0 items-center justify-center gap-2 font-medium whitespace-nowrap transition-[background-color,border-color,color,transform] duration-150 active:translate-y-px aria-disabled:cursor-not-allowed aria-disabled:opacity-60 disabled:cursor-not-allowed disabled:opacity-60 [&_svg]:size-[1.15em] [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        /** The one action that matters. At most one in sight. */
        primary: 'pebble bg-coral text-on-coral hover:bg-coral-deep font-semibold',
        solid: 'rounded-md bg-ink text-shore hover:bg-ink-soft',
        outline: 'rounded-md border border-line-strong bg-transparent text-ink hover:bg-sunken',
        ghost: 'rounded-md text-ink hover:bg-sunken',
        danger: 'rounded-md border border-urchin text-urchin hover:bg-urchin-wash',
        link: 'rounded-sm text-coral-ink underline underline-offset-4 decoration-1 hover:decoration-2',
      },
      size: {
        // A finger needs 44 px where a mouse is content with less.
        sm: 'h-9 px-3 text-sm pointer-coarse:min-h-11',
        md: 'h-11 px-4.5 text-base',
        lg: 'h-13 px-6.5 text-lg',
        icon: 'size-11',
        'icon-sm': 'size-9 pointer-coarse:size-11',
      },
    },
    compoundVariants: [{ variant: 'link', className: 'h-auto px-0' }],
    defaultVariants: { variant: 'solid', size: 'md' },
  },
)
