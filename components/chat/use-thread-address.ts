import { useSearchParams } from 'next/navigation'
import { mainThread, type ThreadId, threadFromAddress } from './conversation/thread-id'

/** The address of a conversation of one's agent. */
export const addressOf = (threadId: ThreadId): string =>
  threadId === mainThread ? '/chat' : `/chat?thread=${encodeURIComponent(threadId)}`

/**
 * Which conversation the page's address names, and how to go to another one. The page itself stays: Next
 * takes part in the browser's own history, so back, forward and reload work without asking the server.
 */
export function useThreadAddress(): { threadId: ThreadId; goTo: (threadId: ThreadId) => void } {
  const threadId = threadFromAddress(useSearchParams().get('thread'))
  const goTo = (next: ThreadId) => {
    if (next !== threadId) window.history.pushState(null, '', addressOf(next))
  }
  return { threadId, goTo }
}
