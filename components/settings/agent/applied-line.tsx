import { CircleCheck, CircleDashed } from 'lucide-react'

type AppliedLineProps = { isApplied: boolean; isTouched: boolean; isStale: boolean }

/** Saved is ours to say, applied is the machine's: the two are told apart. */
export function AppliedLine({ isApplied, isTouched, isStale }: AppliedLineProps) {
  const Icon = isApplied ? CircleCheck : CircleDashed
  return (
    <p role="status" className="flex min-w-0 items-center gap-2 text-sm text-ink-soft">
      <Icon aria-hidden className="size-4.5 shrink-0 text-glass-ink" />
      {sentenceFor({ isApplied, isTouched, isStale })}
    </p>
  )
}

function sentenceFor({ isApplied, isTouched, isStale }: AppliedLineProps): string {
  if (isStale) return 'The server does not answer, so this may have changed.'
  if (isTouched) return 'Not saved yet.'
  return isApplied
    ? 'Applied: your agent has these texts.'
    : 'Not applied yet: your agent gets these texts as soon as its machine is up.'
}
