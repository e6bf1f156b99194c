import { Alert } from './alert'
import { Button } from './button'

type StaleBannerProps = {
  /** When what is on the screen was true. */
  since: Date
  onRetry: () => void
  isRetrying?: boolean
}

/** For a view that keeps showing its last answer because a newer one could not be fetched. */
export function StaleBanner({ since, onRetry, isRetrying = false }: StaleBannerProps) {
  const time = since.toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit' })
  return (
    <Alert
      tone="warn"
      action={
        <Button variant="outline" size="sm" onClick={onRetry} isBusy={isRetrying}>
          Refresh
        </Button>
      }
    >
      The connection is gone for the moment. You are looking at the state of {time}.
    </Alert>
  )
}
