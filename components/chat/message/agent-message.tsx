import { CircleAlert, CircleStop } from 'lucide-react'
import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { TideRings } from '@/components/ui/rings/tide-rings'
import { splitDetails } from '../thread/host-words'
import type { AgentItem, Question } from '../thread/items'
import type { Segment } from '../thread/thread'
import { activityWords } from './activity-words'
import { ClockTime } from './clock-time'
import { CopyButton } from './copy-button'
import { HostNotice } from './host-notice'
import { Markdown } from './markdown'
import { ToolCard } from './tool-card'

type AgentMessageProps = {
  item: AgentItem
  agent: { id: string; name: string }
  /** A command of this answer waits for the person. */
  isAsking: boolean
  /** Left out while a new message would have to wait. */
  onAskAgain: ((question: Question) => void) | undefined
}

/** What the agent says and does, as one answer: no bubble, because it may be long. */
export function AgentMessage({ item, agent, isAsking, onAskAgain }: AgentMessageProps) {
  const isWorking = item.activity !== null
  const text = plainText(item.segments)
  return (
    <article
      aria-label={agent.name}
      // A screen reader reads an answer when it is whole, not word by word.
      aria-busy={isWorking}
      className="group/message grid grid-cols-[2rem_minmax(0,1fr)] gap-x-3 sm:grid-cols-[2.5rem_minmax(0,1fr)] sm:gap-x-4"
    >
      <TideRings
        seed={agent.id}
        mood={isWorking ? 'working' : 'still'}
        rings={4}
        className={
          isWorking ? 'size-8 text-glass-ink sm:size-10' : 'size-8 text-ink-soft sm:size-10'
        }
      />
      <div className="grid min-w-0 gap-2.5">
        <div className="-mb-1 flex min-h-8 flex-wrap items-center gap-x-2.5 gap-y-1 sm:min-h-10">
          <span className="font-display font-semibold">{agent.name}</span>
          {item.voice === 'demo' && <Badge tone="notice">Demo model</Badge>}
          {item.voice === 'host' && (
            <Badge tone="problem">
              {splitDetails(text).details === null ? 'Not sent' : 'Not answered'}
            </Badge>
          )}
          <span className="text-xs text-ink-soft">
            <ClockTime atMs={item.atMs} />
          </span>
          {text !== '' && !isWorking && (
            <span className="ml-auto">
              <CopyButton text={text} what={`this answer of ${agent.name}`} />
            </span>
          )}
        </div>
        <Pieces
          segments={item.segments}
          isHost={item.voice === 'host'}
          isStreaming={item.activity === 'writing'}
          isAsking={isAsking}
        />
        {isWorking && <Activity words={isAsking ? null : activityWords(item)} />}
        <Ending item={item} onAskAgain={onAskAgain} />
      </div>
    </article>
  )
}

const plainText = (segments: readonly Segment[]): string =>
  segments.flatMap((one) => (one.kind === 'text' ? [one.text.trim()] : [])).join('\n\n')

type PiecesProps = {
  segments: readonly Segment[]
  isHost: boolean
  isStreaming: boolean
  isAsking: boolean
}

function Pieces({ segments, isHost, isStreaming, isAsking }: PiecesProps) {
  return segments.map((segment, index) =>
    segment.kind === 'text' && isHost && index === segments.length - 1 ? (
      <HostNotice key={segment.key} text={segment.text} />
    ) : segment.kind === 'text' ? (
      <Markdown
        key={segment.key}
        text={segment.text}
        isStreaming={isStreaming && index === segments.length - 1}
      />
    ) : (
      <ToolCard
        key={segment.key}
        tool={segment}
        isAsking={isAsking && segment.name === 'exec' && segment.phase === 'running'}
      />
    ),
  )
}

function Activity({ words }: { words: string | null }) {
  if (words === null) return null
  return <p className="text-sm text-ink-soft">{words}</p>
}

function Ending({
  item,
  onAskAgain,
}: {
  item: AgentItem
  onAskAgain: ((question: Question) => void) | undefined
}) {
  const { question } = item
  const again =
    question !== null && onAskAgain !== undefined ? (
      <Button variant="outline" size="sm" onClick={() => onAskAgain(question)}>
        Ask again
      </Button>
    ) : null
  switch (item.end) {
    case null:
    case 'final':
      return null
    case 'aborted':
      return (
        <Note icon={<CircleStop aria-hidden className="size-4 shrink-0" />} action={again}>
          {item.segments.length === 0 ? 'Stopped before it said anything.' : 'Stopped here.'}
        </Note>
      )
    case 'interrupted':
      return (
        <Note
          icon={<CircleAlert aria-hidden className="size-4 shrink-0 text-kelp" />}
          action={again}
        >
          {item.segments.length === 0
            ? 'Interrupted before it said anything.'
            : 'Interrupted here. This is all that had arrived.'}
        </Note>
      )
    case 'error':
      return (
        <Note
          icon={<CircleAlert aria-hidden className="size-4 shrink-0 text-urchin" />}
          action={again}
        >
          This answer could not be finished.
          {item.problem !== null && item.problem !== '' && ` ${item.problem}`}
        </Note>
      )
    default:
      return item.end satisfies never
  }
}

function Note({
  icon,
  action,
  children,
}: {
  icon: ReactNode
  action: ReactNode
  children: ReactNode
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm text-ink-soft">
      <p className="flex min-w-0 items-start gap-2 [&>svg]:mt-0.5">
        {icon}
        <span className="min-w-0">{children}</span>
      </p>
      {action}
    </div>
  )
}
