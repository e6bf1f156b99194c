import { cva, type VariantProps } from 'class-variance-authority'
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

const look = cva('flex items-start gap-3 rounded-md border-l-4 px-4 py-3 text-sm', {
  variants: {
    tone: {
      info: 'border-line-strong bg-sunken text-ink',
      good: 'border-glass bg-glass-wash text-ink',
      warn: 'border-kelp bg-sand-wash text-ink',
      problem: 'border-urchin bg-urchin-wash text-ink',
    },
  },
  defaultVariants: { tone: 'info' },
})

const icons = { info: Info, good: CircleCheck, warn: TriangleAlert, problem: CircleAlert }
const iconInk = {
  info: 'text-ink-soft',
  good: 'text-glass-ink',
  warn: 'text-kelp',
  problem: 'text-urchin',
}

type AlertProps = Omit<ComponentProps<'div'>, 'title'> &
  VariantProps<typeof look> & {
    title?: ReactNode
    /** A button or link that mends it. */
    action?: ReactNode
  }

/** A `problem` interrupts a screen reader; the others wait for their turn. */
export function Alert({ className, tone, title, action, children, ...rest }: AlertProps) {
  const kind = tone ?? 'info'
  const Icon = icons[kind]
  return (
    <div
      role={kind === 'problem' ? 'alert' : 'status'}
      className={cn(look({ tone: kind }), className)}
      {...rest}
    >
      <Icon aria-hidden className={cn('mt-0.5 size-4.5 shrink-0', iconInk[kind])} />
      <div className="grid min-w-0 flex-1 gap-0.5">
        {title !== undefined && <p className="font-semibold">{title}</p>}
        <div>{children}</div>
      </div>
      {action !== undefined && <div className="shrink-0">{action}</div>}
    </div>
  )
}
