'use client'
import { CircleAlert } from 'lucide-react'
import { Label } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import { cn } from '../cn'

/** Spread these onto the control; they tie it to its label, hint, count and error. */
export type FieldControl = {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  'aria-required': true | undefined
}

type FieldProps = {
  label: ReactNode
  children: (control: FieldControl) => ReactNode
  hint?: ReactNode
  /** A sentence that says what to do. Undefined while the field is fine. */
  error?: string | undefined
  count?: { length: number; max: number }
  isRequired?: boolean
  isOptional?: boolean
  isLabelHidden?: boolean
  className?: string
}

export function Field({
  label,
  children,
  hint,
  error,
  count,
  isRequired = false,
  isOptional = false,
  isLabelHidden = false,
  className,
}: FieldProps) {
  const id = useId()
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const countId = `${id}-count`
  const describedBy = [
    error !== undefined && errorId,
    hint !== undefined && hintId,
    count !== undefined && countId,
  ].filter((part) => part !== false)

  return (
    <div className={cn('grid grid-cols-[minmax(0,1fr)] content-start gap-1.5', className)}>
      <Label.Root
        htmlFor={id}
        className={cn('text-sm font-semibold text-ink', isLabelHidden && 'sr-only')}
      >
        {label}
        {isOptional && <span className="font-normal text-ink-soft"> (optional)</span>}
      </Label.Root>
      {children({
        id,
        'aria-describedby': describedBy.length > 0 ? describedBy.join(' ') : undefined,
        'aria-invalid': error === undefined ? undefined : true,
        'aria-required': isRequired || undefined,
      })}
      {(error !== undefined || hint !== undefined || count !== undefined) && (
        <div className="flex items-start justify-between gap-4 text-sm">
          <div className="grid gap-1">
            {error !== undefined && (
              <p id={errorId} className="flex items-start gap-1.5 font-medium text-urchin">
                <CircleAlert aria-hidden className="mt-0.75 size-4 shrink-0" />
                {error}
              </p>
            )}
            {hint !== undefined && (
              <p id={hintId} className="text-ink-soft">
                {hint}
              </p>
            )}
          </div>
          {count !== undefined && <Count id={countId} {...count} />}
        </div>
      )}
    </div>
  )
}

type CountProps = { id: string; length: number; max: number }

function Count({ id, length, max }: CountProps) {
  const isOver = length > max
  return (
    <p
      id={id}
      className={cn('shrink-0 text-ink-soft tabular-nums', isOver && 'font-medium text-urchin')}
    >
      {length.toLocaleString('en')}
      <span aria-hidden> / </span>
      <span className="sr-only"> of </span>
      {max.toLocaleString('en')}
      <span className="sr-only"> characters</span>
    </p>
  )
}
