import { cn } from '../cn'

type SpinnerProps = {
  className?: string /** Leave out beside a text that already says it. */
  label?: string
}

/** Two arcs of a tide ring. Silent unless labelled. */
export function Spinner({ className, label }: SpinnerProps) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
      className={cn('size-5 animate-spin [animation-duration:1.1s]', className)}
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
      aria-hidden={label === undefined ? true : undefined}
    >
      <path d="M12 3a9 9 0 0 1 9 9" />
      <path d="M12 17a5 5 0 0 1-5-5" opacity="0.6" />
    </svg>
  )
}
