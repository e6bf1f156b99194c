import type { ReactNode } from 'react'
import { Alert } from '../alert'
import { Button } from '../button'

type ErrorStateProps = {
  title: string
  /** The public sentence of the refusal, or what we know. */
  children: ReactNode
  /** Left out when trying again cannot help. */
  onRetry?: () => void
  isRetrying?: boolean
  className?: string
}

export function ErrorState({
  title,
  children,
  onRetry,
  isRetrying = false,
  className,
}: ErrorStateProps) {
  return (
    <Alert tone="problem" title={title} {...(className === undefined ? {} : { className })}>
      <div>{children}</div>
      {onRetry !== undefined && (
        <Button variant="outline" size="sm" className="mt-3" onClick={onRetry} isBusy={isRetrying}>
          Try again
        </Button>
      )}
    </Alert>
  )
}
