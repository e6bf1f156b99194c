'use client'
import { type ReactNode, useEffect, useRef } from 'react'
import { Arrival, FirstWords, HistoryLoading } from './beginning'
import { ChatHeader } from './chat-header'
import { Composer } from './composer/composer'
import { ConnectionBanner } from './connection-banner'
import { type Agent, arrivalWords, bannerWords, nameOf } from './connection-words'
import { MessageList } from './message/message-list'
import { useStickToBottom } from './message/use-stick-to-bottom'
import type { SocketState } from './socket/socket-state'
import { isBusy, type Thread } from './thread/thread'
import type { ConversationHandle } from './use-conversation'

type ConversationViewProps = {
  agent: Agent
  handle: ConversationHandle
}

export function ConversationView({ agent, handle }: ConversationViewProps) {
  const { conversation, socket, draft, view } = handle
  const { thread, connection, isCurrent, model, isStopping, problem } = view
  const stick = useStickToBottom()
  const input = useRef<HTMLTextAreaElement>(null)
  const name = nameOf(agent)
  const isDemo = model?.kind === 'demo'
  const isWorking = connection.name === 'ready' && isBusy(thread)
  const banner = isArriving(thread, connection) ? null : bannerWords(connection, name)

  useEscape(isWorking, () => void conversation.stopRun())

  const send = (text: string) => {
    conversation.send(text)
    stick.toEnd()
  }
  const pick = (text: string) => {
    draft.write(text)
    input.current?.focus()
  }
  return (
    <section aria-label={`Chat with ${name}`} className="flex h-full flex-col">
      <ChatHeader
        agent={agent}
        connection={connection}
        thread={thread}
        isCurrent={isCurrent}
        isDemo={isDemo}
      />
      <div className="relative flex min-h-0 flex-1 flex-col">
        {banner !== null && <ConnectionBanner words={banner} onRetry={() => socket.retryNow()} />}
        <MessageList
          thread={thread}
          isReady={connection.name === 'ready'}
          agent={{ id: agent.id, name }}
          stick={stick}
          beginning={<Beginning agent={agent} handle={handle} isDemo={isDemo} onPick={pick} />}
          onSendAgain={(text, failedId) => {
            conversation.sendAgain(text, failedId)
            stick.toEnd()
          }}
          onRemove={(id) => conversation.remove(id)}
          onEarlier={() => conversation.loadEarlier()}
        />
      </div>
      <footer className="mx-auto w-full max-w-[48rem] px-3 pt-1 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-6 sm:pb-5">
        {problem !== null && (
          <p role="alert" className="pb-2 text-sm text-urchin">
            {problem}
          </p>
        )}
        <Composer
          draft={draft}
          agentName={name}
          isBusy={isWorking}
          isStopping={isStopping}
          isClosed={connection.name === 'ended'}
          onSend={send}
          onStop={() => void conversation.stopRun()}
          inputRef={input}
        />
        <p className="hidden pt-2 text-xs text-ink-soft sm:block">
          {isDemo
            ? 'Demo model: answers are made by a small program, not by a language model.'
            : `${name} can be wrong. Check what matters.`}
        </p>
      </footer>
    </section>
  )
}

type BeginningProps = {
  agent: Agent
  handle: ConversationHandle
  isDemo: boolean
  onPick: (text: string) => void
}

function Beginning({ agent, handle, isDemo, onPick }: BeginningProps): ReactNode {
  const { thread, connection } = handle.view
  if (hasPast(thread)) return null
  if (isArriving(thread, connection)) {
    const words = arrivalWords(agent, connection)
    const isStuck = connection.name === 'failed' || agent.phase === 'failed'
    // An agent that is up needs no welcome: its history is a moment away.
    const isNear = agent.phase === 'ready' && connection.name === 'connecting'
    return isNear ? <HistoryLoading /> : <Arrival agent={agent} words={words} isStuck={isStuck} />
  }
  if (thread.sends.length > 0) return null
  if (!thread.isSynced) return connection.name === 'ready' ? <HistoryLoading /> : null
  return <FirstWords agent={agent} isDemo={isDemo} onPick={onPick} />
}

/** True until the agent was ready once, while nothing is wrong with the way to it. */
const isArriving = (thread: Thread, connection: SocketState): boolean =>
  thread.life === 0 &&
  connection.name !== 'ended' &&
  (connection.name !== 'offline' || connection.cause === 'refused')

const hasPast = (thread: Thread): boolean =>
  thread.turns.length + thread.runs.length + thread.held.length > 0

/** Escape stops the answer from anywhere on the page, unless a menu or dialog took the key. */
function useEscape(isActive: boolean, onEscape: () => void): void {
  const action = useRef(onEscape)
  useEffect(() => {
    action.current = onEscape
  })
  useEffect(() => {
    if (!isActive) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) action.current()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [isActive])
}
