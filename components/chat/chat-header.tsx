import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import { TideRings } from '@/components/ui/rings/tide-rings'
import { type Agent, nameOf, statusWord } from './connection-words'
import { activityWords } from './message/activity-words'
import type { SocketState } from './socket/socket-state'
import { activeRun, type Thread } from './thread/thread'

type ChatHeaderProps = {
  agent: Agent
  connection: SocketState
  thread: Thread
  isCurrent: boolean
  isDemo: boolean
  /** What this conversation is called. */
  title: string
  isAsking: boolean
  /** Where a small screen finds the other conversations. */
  menu: ReactNode
}

/** Who this is, and whether one can speak to it now: the only status on the page. */
export function ChatHeader({
  agent,
  connection,
  thread,
  isCurrent,
  isDemo,
  title,
  isAsking,
  menu,
}: ChatHeaderProps) {
  const isReady = connection.name === 'ready' && isCurrent
  const run = isReady ? activeRun(thread) : undefined
  const working = run === undefined ? null : (activityWords(runItem(run)) ?? 'Answering')
  const doing = isReady && isAsking ? 'Waits for your answer' : working
  const mood = run !== undefined ? 'working' : isReady ? 'ready' : 'still'
  return (
    <header className="border-b border-line bg-shore">
      <div className="mx-auto flex w-full max-w-[48rem] items-center gap-3 px-4 py-2.5 sm:gap-4 sm:px-6 sm:py-3">
        <TideRings
          seed={agent.id}
          mood={mood}
          className={cn('size-10 sm:size-12', isReady ? 'text-glass-ink' : 'text-ink-soft')}
        />
        <div className="min-w-0 flex-1">
          <div className="flex min-w-0 items-baseline gap-2">
            <h1 className="max-w-[60%] shrink-0 truncate text-lg leading-tight">{nameOf(agent)}</h1>
            <p className="min-w-0 truncate text-sm text-ink-soft">{title}</p>
          </div>
          <p role="status" className="flex items-center gap-1.5 text-sm text-ink-soft">
            <span
              aria-hidden
              className={cn(
                'size-2 shrink-0 rounded-full',
                isReady ? 'bg-glass' : 'bg-line-strong',
              )}
            />
            <span className="truncate">
              {statusWord(connection, agent, isCurrent)}
              {doing !== null && ` · ${doing}`}
            </span>
          </p>
        </div>
        {isDemo && (
          <Badge tone="notice" className="max-sm:hidden">
            Demo model
          </Badge>
        )}
        {menu}
      </div>
    </header>
  )
}

const runItem = (run: NonNullable<ReturnType<typeof activeRun>>) => ({
  activity: run.activity,
  segments: [...run.segments],
})
