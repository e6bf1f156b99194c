'use client'
import { MessagesSquare } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import { Button } from '@/components/ui/button'
import { Sheet } from '@/components/ui/sheet'
import { isOpen } from './approvals/approval'
import { ChatHeader } from './chat-header'
import { type Agent, nameOf } from './connection-words'
import { mainThread, newThreadId, type ThreadId } from './conversation/thread-id'
import { ConversationView } from './conversation-view'
import { ThreadRoster } from './thread-list/thread-roster'
import { titleWords } from './thread-list/thread-row'
import type { AgentChat, ConversationHandle } from './use-agent-chat'

type ChatViewProps = {
  agent: Agent
  chat: AgentChat
  handle: ConversationHandle
  onGoTo: (id: ThreadId) => void
}

/** The conversation that is shown, beside the list of all of them; a small screen has the list in a sheet. */
export function ChatView({ agent, chat, handle, onGoTo }: ChatViewProps) {
  const { threads, approvals } = chat
  const { rows } = useSyncExternalStore(threads.subscribe, threads.view, threads.view)
  const asked = useSyncExternalStore(approvals.subscribe, approvals.view, approvals.view)
  const [isListOpen, setIsListOpen] = useState(false)
  const [freshId, setFreshId] = useState<ThreadId | null>(null)
  const shownId = handle.id
  const { thread, connection, isCurrent, model } = handle.view
  const here = asked.filter((one) => (one.threadId ?? mainThread) === shownId)
  const asking = new Set(asked.filter(isOpen).map((one) => one.threadId ?? mainThread))
  const isAskingElsewhere = [...asking].some((id) => id !== shownId)
  const goTo = (id: ThreadId) => {
    setIsListOpen(false)
    onGoTo(id)
  }
  const roster = (
    <ThreadRoster
      threads={threads}
      shownId={shownId}
      asking={asking}
      onGoTo={goTo}
      onNew={() => {
        const id = newThreadId()
        setFreshId(id)
        goTo(id)
      }}
      onRemove={(id) => {
        threads.remove(id)
        if (id === shownId) onGoTo(mainThread)
      }}
    />
  )
  const row = rows?.find((one) => one.id === shownId) ?? { id: shownId, title: null }
  return (
    <div className="flex h-full">
      <div className="hidden w-68 shrink-0 flex-col border-r border-line pt-4 xl:flex">
        <h2 className="px-4 pb-3 text-lg">Conversations</h2>
        {roster}
      </div>
      <section
        aria-label={`Chat with ${nameOf(agent)}`}
        className="flex h-full min-w-0 flex-1 flex-col"
      >
        <ChatHeader
          agent={agent}
          connection={connection}
          thread={thread}
          isCurrent={isCurrent}
          isDemo={model?.kind === 'demo'}
          title={titleWords(row)}
          isAsking={here.some(isOpen)}
          menu={
            <Sheet
              title="Conversations"
              isOpen={isListOpen}
              onOpenChange={setIsListOpen}
              trigger={
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={
                    isAskingElsewhere ? 'Conversations: one waits for your answer' : 'Conversations'
                  }
                  className="relative xl:hidden"
                >
                  <MessagesSquare aria-hidden />
                  {isAskingElsewhere && (
                    <span
                      aria-hidden
                      className="absolute top-1.5 right-1.5 size-2.5 rounded-full border-2 border-shore bg-kelp"
                    />
                  )}
                </Button>
              }
            >
              {roster}
            </Sheet>
          }
        />
        <ConversationView
          key={shownId}
          agent={agent}
          chat={chat}
          handle={handle}
          approvals={here}
          onAnswer={(id, decision) => void approvals.answer(id, decision)}
          isFresh={freshId === shownId}
        />
      </section>
    </div>
  )
}
