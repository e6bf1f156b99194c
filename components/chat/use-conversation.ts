import { useEffect, useState, useSyncExternalStore } from 'react'
import { browserClock } from './clock'
import { Conversation, type ConversationView } from './conversation/conversation'
import { Draft } from './conversation/draft'
import { browserStore } from './conversation/key-store'
import { newMessageId } from './conversation/message-id'
import { Outbox } from './conversation/outbox'
import { AgentSocket } from './socket/agent-socket'
import { openBrowserSocket } from './socket/browser-link'

export interface AgentCalls {
  /** Throws `TicketRefused`, or anything else when no answer came. */
  mintTicket: () => Promise<{ token: string; path: string; firstTask: string | null }>
  firstTaskSent: () => Promise<unknown>
}

export interface ConversationHandle {
  conversation: Conversation
  socket: AgentSocket
  draft: Draft
  view: ConversationView
}

/** One conversation for the life of the component. `calls` is read once: it must not change. */
export function useConversation(agentId: string, calls: AgentCalls): ConversationHandle {
  const [parts] = useState(() => assemble(agentId, calls))
  const { conversation, socket } = parts
  useEffect(() => {
    conversation.start()
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
      conversation.stop()
    }
  }, [conversation, socket])
  const view = useSyncExternalStore(conversation.subscribe, conversation.view, conversation.view)
  return { ...parts, view }
}

function assemble(agentId: string, calls: AgentCalls) {
  const store = browserStore(() => window.localStorage)
  const socket = new AgentSocket({
    clock: browserClock,
    random: Math.random,
    openSocket: openBrowserSocket,
    mintTicket: async () => {
      const { firstTask, ...permit } = await calls.mintTicket()
      if (firstTask !== null) conversation.offerFirstTask(firstTask)
      return permit
    },
  })
  const conversation: Conversation = new Conversation({
    agentId,
    socket,
    clock: browserClock,
    outbox: new Outbox(store, agentId),
    newId: newMessageId,
    firstTaskSent: calls.firstTaskSent,
  })
  return { conversation, socket, draft: new Draft(store, agentId) }
}
