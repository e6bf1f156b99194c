import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ChatPanel } from '@/components/chat/chat-panel'
import { pageActor } from '@/server/auth/page-actor'
import { callerForPage } from '@/server/trpc/page-caller'

export const metadata: Metadata = { title: 'Chat' }

export default async function ChatPage() {
  // Drawn side by side with the layout, which sends a signed-out person to the door.
  if ((await pageActor()).kind !== 'user') return null
  const api = await callerForPage()
  const agent = await api.agents.mine()
  if (agent === null) redirect('/start')
  if (!agent.onboarded) redirect('/welcome')
  // A conversation belongs to one agent: another one begins from nothing.
  return <ChatPanel key={agent.id} agent={agent} />
}
