'use client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTRPC } from '@/components/trpc/provider'
import { readRefusal } from '@/components/trpc/refusal'
import { ChatView } from './chat-view'
import type { Agent } from './connection-words'
import { type SocketState, TicketRefused } from './socket/socket-state'
import { useAgentChat, useThread } from './use-agent-chat'
import { useThreadAddress } from './use-thread-address'

type ChatPanelProps = { agent: Agent }

const pollEveryMs = 1_500

/** The chat with one agent: its tickets, its progress while it is not there yet, and its conversations. */
export function ChatPanel({ agent: initial }: ChatPanelProps) {
  const trpc = useTRPC()
  const ticket = useMutation(trpc.agents.ticket.mutationOptions())
  const report = useMutation(trpc.agents.firstTaskSent.mutationOptions())
  const agentId = initial.id
  const chat = useAgentChat(agentId, {
    mintTicket: () => ticket.mutateAsync({ agentId }).then(permitOf, refuse),
    firstTaskSent: () => report.mutateAsync({ agentId }),
  })
  const { threadId, goTo } = useThreadAddress()
  const handle = useThread(chat, threadId)
  const { connection } = handle.view
  const mine = useQuery(
    trpc.agents.mine.queryOptions(undefined, {
      initialData: initial,
      refetchInterval: isOnTheWay(connection) ? pollEveryMs : false,
    }),
  )
  const agent = mine.data ?? initial
  const { socket } = chat
  useEffect(() => {
    // The next try may be seconds away; the server has just said that it would work now.
    if (agent.phase === 'ready' || agent.phase === 'preparing') socket.retryNow()
  }, [agent.phase, socket])
  return <ChatView agent={agent} chat={chat} handle={handle} onGoTo={goTo} />
}

const permitOf = (minted: { ticket: string; path: string; firstTask: string | null }) => ({
  token: minted.ticket,
  path: minted.path,
  firstTask: minted.firstTask,
})

/** Silence stays silence; a refusal keeps its sentence and says whether asking again can help. */
function refuse(error: unknown): never {
  const { code, sentence } = readRefusal(error)
  if (code === 'unreachable') throw error
  throw new TicketRefused(sentence, endOf(code))
}

/** Refusals that the same question would meet again. Everything else, a bug included, may pass. */
const finalCodes = new Set(['forbidden', 'not_found', 'precondition', 'invalid'])

const endOf = (code: string): TicketRefused['ends'] => {
  if (code === 'unauthenticated') return 'signed-out'
  return finalCodes.has(code) ? 'refused' : null
}

/** While the socket cannot tell how the agent is, the server is asked. */
const isOnTheWay = (connection: SocketState): boolean =>
  connection.name === 'connecting' ||
  connection.name === 'preparing' ||
  (connection.name === 'offline' && connection.cause === 'refused')
