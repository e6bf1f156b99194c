import { Alert } from '@/components/ui/alert'

type SuspendedNoteProps = { reason: string | null }

/** Above every page of an account that an operator has paused: otherwise nothing would explain itself. */
export function SuspendedNote({ reason }: SuspendedNoteProps) {
  if (reason === null) return null
  return (
    <Alert
      tone="warn"
      title="This account is paused by whoever runs this site"
      className="rounded-none"
    >
      “{reason}” Your agent rests meanwhile. What it has stored is kept.
    </Alert>
  )
}
