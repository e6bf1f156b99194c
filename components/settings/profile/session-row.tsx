import { Laptop, type LucideIcon, MonitorSmartphone, Smartphone, Tablet } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import type { RouterOutputs } from '@/server/trpc/root'
import { agoWords } from './session-words'

export type Session = RouterOutputs['profile']['sessions'][number]

type SessionRowProps = {
  session: Session
  now: Date
  isEnding: boolean
  onEnd: () => void
}

const icons: Record<Session['device']['kind'], LucideIcon> = {
  desktop: Laptop,
  phone: Smartphone,
  tablet: Tablet,
  unknown: MonitorSmartphone,
}

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

export function SessionRow({ session, now, isEnding, onEnd }: SessionRowProps) {
  const Icon = icons[session.device.kind]
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 border-b border-line py-4 last:border-0">
      <Icon aria-hidden className="size-6 shrink-0 text-ink-soft" />
      <div className="grid min-w-0 flex-1 basis-48 gap-0.5">
        <p className="flex flex-wrap items-center gap-2 font-semibold">
          {session.device.name}
          {session.isThisOne && <Badge tone="alive">This session</Badge>}
        </p>
        <p className="text-sm text-ink-soft">
          Used {agoWords(session.lastSeenAt, now)}. Signed in{' '}
          <time dateTime={session.firstSeenAt.toISOString()}>
            {moment.format(session.firstSeenAt)}
          </time>
          .
        </p>
      </div>
      {!session.isThisOne && (
        <Button
          variant="outline"
          size="sm"
          isBusy={isEnding}
          onClick={onEnd}
          aria-label={`End the session on ${session.device.name}`}
        >
          End
        </Button>
      )}
    </li>
  )
}
