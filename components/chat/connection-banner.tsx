import { CloudOff, TriangleAlert } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import type { BannerWords } from './connection-words'

type ConnectionBannerProps = {
  words: BannerWords
  onRetry: () => void
}

/** Back to this very conversation, whose draft waits. */
const signInHere = (): string => {
  const { pathname, search } = window.location
  return `/sign-in?next=${encodeURIComponent(pathname + search)}`
}

/**
 * Lies over the top of the conversation, so that nothing jumps when it comes and goes. A short loss
 * is over before it fades in.
 */
export function ConnectionBanner({ words, onRetry }: ConnectionBannerProps) {
  const isProblem = words.tone === 'problem'
  const Icon = isProblem ? TriangleAlert : CloudOff
  return (
    <div className="pointer-events-none absolute inset-x-0 top-0 z-10 px-3 pt-3 sm:px-6">
      <div
        className={cn(
          'pointer-events-auto mx-auto flex max-w-[45rem] flex-wrap items-center gap-x-4 gap-y-2 rounded-md border-l-4 px-4 py-2.5 text-sm text-ink shadow-high',
          isProblem
            ? 'border-urchin bg-urchin-wash'
            : 'animate-rise border-kelp bg-sand-wash [animation-delay:600ms]',
        )}
      >
        <Icon
          aria-hidden
          className={cn('size-4.5 shrink-0', isProblem ? 'text-urchin' : 'text-kelp')}
        />
        <p className="min-w-0 flex-1 basis-60">{words.text}</p>
        {words.action === 'retry' && (
          <Button variant="outline" size="sm" onClick={onRetry}>
            Try now
          </Button>
        )}
        {words.action === 'reload' && (
          <Button variant="outline" size="sm" onClick={() => window.location.reload()}>
            Load the page again
          </Button>
        )}
        {words.action === 'sign-in' && (
          <Button variant="primary" size="sm" asChild>
            <a href={signInHere()}>Sign in</a>
          </Button>
        )}
      </div>
    </div>
  )
}
