'use client'
import { ArrowDown } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { Button } from '@/components/ui/button'
import { type Approval, type Decision, isOpen } from '../approvals/approval'
import { ApprovalCard } from '../approvals/approval-card'
import { type ApprovalItem, placeApprovals } from '../approvals/place-approvals'
import type { Shelf } from '../attachments/shelf'
import { type PersonItem, type Question, type ThreadItem, threadItems } from '../thread/items'
import { isBusy, type NoticeTurn, type Thread } from '../thread/thread'
import { AgentMessage } from './agent-message'
import { DayLine, dayKey } from './clock-time'
import { PersonMessage } from './person-message'
import type { useStickToBottom } from './use-stick-to-bottom'

type MessageListProps = {
  thread: Thread
  /** Commands of this conversation that wait or waited for the person. */
  approvals: readonly Approval[]
  shelf: Shelf
  isReady: boolean
  agent: { id: string; name: string }
  stick: ReturnType<typeof useStickToBottom>
  /** Stands where the first message will be. */
  beginning: ReactNode
  onSendAgain: (question: Question, failedId?: string) => void
  onRemove: (id: string) => void
  onEarlier: () => void
  onAnswer: (id: string, decision: Decision) => void
}

const notices: Record<NoticeTurn['notice'], string> = {
  resumed: 'Restarted. The unfinished work was taken up again.',
  compacted: 'What came before was summed up, to make room for more.',
  reset: 'A new conversation begins here.',
}

export function MessageList({
  thread,
  approvals,
  shelf,
  isReady,
  agent,
  stick,
  beginning,
  onSendAgain,
  onRemove,
  onEarlier,
  onAnswer,
}: MessageListProps) {
  const items = useMemo(
    () => placeApprovals(threadItems(thread, dayKey), approvals),
    [thread, approvals],
  )
  const isFree = !isBusy(thread)
  const isAsking = approvals.some(isOpen)
  const sendAgain = (item: PersonItem) => onSendAgain(item, item.send?.id)
  const draw = (item: ThreadItem | ApprovalItem) => {
    switch (item.kind) {
      case 'day':
        return <DayLine key={item.key} atMs={item.atMs} />
      case 'notice':
        return (
          <p key={item.key} className="text-center text-sm text-ink-soft">
            {notices[item.notice]}
          </p>
        )
      case 'person':
        return (
          <PersonMessage
            key={item.key}
            item={item}
            isReady={isReady}
            shelf={shelf}
            onSendAgain={sendAgain}
            onRemove={onRemove}
          />
        )
      case 'agent':
        return (
          <AgentMessage
            key={item.key}
            item={item}
            agent={agent}
            isAsking={isAsking && item.activity !== null}
            onAskAgain={isFree ? onSendAgain : undefined}
          />
        )
      case 'approval':
        return (
          <ApprovalCard
            key={item.key}
            approval={item.approval}
            agentName={agent.name}
            onAnswer={(decision) => onAnswer(item.approval.id, decision)}
          />
        )
      default:
        return item satisfies never
    }
  }
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={stick.frame}
        role="log"
        aria-label="Conversation"
        // A keyboard scrolls only what it can reach.
        tabIndex={0}
        className="h-full overflow-y-auto overscroll-contain focus-visible:outline-offset-[-2px]"
      >
        <div
          ref={stick.content}
          className="mx-auto flex min-h-full w-full max-w-[48rem] flex-col gap-5 px-4 pt-6 pb-8 sm:px-6"
        >
          {thread.hasEarlier && (
            <Button
              variant="outline"
              size="sm"
              className="self-center"
              onClick={() => {
                stick.keepPlace()
                onEarlier()
              }}
            >
              Show earlier messages
            </Button>
          )}
          {beginning}
          {items.map(draw)}
        </div>
      </div>
      {!stick.isAtEnd && (
        <Button
          variant="solid"
          size="sm"
          className="absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full shadow-high"
          onClick={stick.toEnd}
        >
          <ArrowDown aria-hidden /> Jump to latest
        </Button>
      )}
    </div>
  )
}
