import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { Approvals } from './approvals/approvals'
import { browserFiles } from './attachments/browser-files'
import { fetchPictureOver } from './attachments/fetch-picture'
import { Shelf } from './attachments/shelf'
import { browserClock } from './clock'
import type { ConversationView } from './conversation/conversation'
import { Conversations, type OpenThread } from './conversation/conversations'
import { newMessageId } from './conversation/message-id'
import type { ThreadId } from './conversation/thread-id'
import { browserStore } from './kept/key-store'
import { AgentSocket } from './socket/agent-socket'
import { openBrowserSocket } from './socket/browser-link'
import { ThreadList } from './thread-list/thread-list'

export interface AgentCalls {
  /** Throws `TicketRefused`, or anything else when no answer came. */
  mintTicket: () => Promise<{ token: string; path: string; firstTask: string | null }>
  firstTaskSent: () => Promise<unknown>
}

/** Everything that one page holds of one agent, over one socket. */
export interface AgentChat {
  socket: AgentSocket
  conversations: Conversations
  threads: ThreadList
  approvals: Approvals
  shelf: Shelf
}

/** Lives as long as the component. `calls` is read once: it must not change. */
export function useAgentChat(agentId: string, calls: AgentCalls): AgentChat {
  const [chat] = useState(() => assemble(agentId, calls))
  useEffect(() => {
    const { socket, conversations, threads, approvals } = chat
    threads.start()
    approvals.start()
    conversations.start()
    const online = () => socket.noteNetwork(true)
    const offline = () => socket.noteNetwork(false)
    const visible = () => {
      if (document.visibilityState === 'visible') socket.noteVisible()
    }
    window.addEventListener('online', online)
    window.addEventListener('offline', offline)
    document.addEventListener('visibilitychange', visible)
    return () => {
      window.removeEventListener('online', online)
      window.removeEventListener('offline', offline)
      document.removeEventListener('visibilitychange', visible)
      threads.stop()
      approvals.stop()
      conversations.stop()
    }
  }, [chat])
  return chat
}

export interface ConversationHandle extends OpenThread {
  view: ConversationView
}

/** The conversation that is shown. Others that were opened go on behind it. */
export function useThread({ conversations }: AgentChat, threadId: ThreadId): ConversationHandle {
  const opened = useMemo(() => conversations.open(threadId), [conversations, threadId])
  const { subscribe, view } = opened.conversation
  return { ...opened, view: useSyncExternalStore(subscribe, view, view) }
}

function assemble(agentId: string, calls: AgentCalls): AgentChat {
  const shelf = new Shelf(
    browserFiles(agentId),
    fetchPictureOver(() => socket),
  )
  const clock = browserClock
  const socket: AgentSocket = new AgentSocket({
    clock,
    random: Math.random,
    openSocket: openBrowserSocket,
    mintTicket: async () => {
      const { firstTask, ...permit } = await calls.mintTicket()
      if (firstTask !== null) conversations.offerFirstTask(firstTask)
      return permit
    },
  })
  const conversations: Conversations = new Conversations({
    agentId,
    socket,
    clock,
    store: browserStore(() => window.localStorage),
    shelf,
    newId: newMessageId,
    firstTaskSent: calls.firstTaskSent,
  })
  const threads = new ThreadList({
    socket,
    clock,
    onDeleted: (threadId) => conversations.forget(threadId),
    firstWords: (threadId) => conversations.firstWords(threadId),
  })
  return { socket, conversations, threads, approvals: new Approvals({ socket, clock }), shelf }
}
