import { cn } from '@/components/ui/cn'

type StepMarksProps = { step: number; count: number }

/** How far the tide has come in. */
export function StepMarks({ step, count }: StepMarksProps) {
  return (
    <div className="flex items-center gap-3">
      <p className="text-sm font-medium text-ink-soft tabular-nums">
        Question {step + 1} of {count}
      </p>
      <div aria-hidden className="flex gap-1.5">
        {Array.from({ length: count }, (_, index) => index).map((index) => (
          <span
            key={index}
            className={cn('h-1.5 w-7 rounded-full bg-line', index <= step && 'bg-glass')}
          />
        ))}
      </div>
    </div>
  )
}
