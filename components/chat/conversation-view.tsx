'use client'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Approval, Decision } from './approvals/approval'
import type { AttachedFile } from './attachments/attachment'
import { useFileDrop } from './attachments/use-file-drop'
import { Arrival, FirstWords, HistoryLoading } from './beginning'
import { Composer } from './composer/composer'
import { ConnectionBanner } from './connection-banner'
import { type Agent, arrivalWords, bannerWords, nameOf } from './connection-words'
import { MessageList } from './message/message-list'
import { useStickToBottom } from './message/use-stick-to-bottom'
import type { SocketState } from './socket/socket-state'
import { isBusy, type Thread } from './thread/thread'
import type { AgentChat, ConversationHandle } from './use-agent-chat'

type ConversationViewProps = {
  agent: Agent
  chat: Pick<AgentChat, 'socket' | 'shelf'>
  handle: ConversationHandle
  approvals: readonly Approval[]
  onAnswer: (id: string, decision: Decision) => void
  /** Begun just now by the person, who is about to write. */
  isFresh: boolean
}

/** One conversation below its header: what was said, what is being done, and the place to write. */
export function ConversationView({
  agent,
  chat,
  handle,
  approvals,
  onAnswer,
  isFresh,
}: ConversationViewProps) {
  const { conversation, draft, tray, view } = handle
  const { socket, shelf } = chat
  const { thread, connection, model, isStopping, problem } = view
  const stick = useStickToBottom()
  const input = useRef<HTMLTextAreaElement>(null)
  const name = nameOf(agent)
  const isDemo = model?.kind === 'demo'
  const isWorking = connection.name === 'ready' && isBusy(thread)
  const banner = isArriving(thread, connection) ? null : bannerWords(connection, name)

  useEscape(isWorking, () => void conversation.stopRun())

  useEffect(() => {
    if (isFresh) input.current?.focus()
  }, [isFresh])

  const drop = useFileDrop((files) => tray.add(files))

  const send = (text: string, files: readonly AttachedFile[]) => {
    conversation.send(text, files)
    stick.toEnd()
  }
  const pick = (text: string) => {
    draft.write(text)
    input.current?.focus()
  }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col" {...drop.handlers}>
      <div className="relative flex min-h-0 flex-1 flex-col">
        {banner !== null && <ConnectionBanner words={banner} onRetry={() => socket.retryNow()} />}
        <MessageList
          thread={thread}
          approvals={approvals}
          shelf={shelf}
          isReady={connection.name === 'ready'}
          agent={{ id: agent.id, name }}
          stick={stick}
          beginning={<Beginning agent={agent} handle={handle} isDemo={isDemo} onPick={pick} />}
          onSendAgain={({ text, messageId }, failedId) => {
            const about = failedId === undefined ? { messageId } : { messageId, failedId }
            void conversation.sendAgain(text, about).then(stick.toEnd)
          }}
          onAnswer={onAnswer}
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
          tray={tray}
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
      {drop.isOver && <DropHere name={name} />}
    </div>
  )
}

function DropHere({ name }: { name: string }) {
  return (
    <div className="pointer-events-none absolute inset-3 z-20 grid place-items-center rounded-xl border-2 border-dashed border-glass bg-glass-wash/95 p-6 text-center text-lg font-semibold text-glass-ink">
      Drop pictures or text files for {name} here
    </div>
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
