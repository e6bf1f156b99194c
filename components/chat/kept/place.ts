import { mainThread, type ThreadId } from '../conversation/thread-id'

/** Whose words these are: one conversation with one agent. */
export interface Place {
  agentId: string
  threadId: ThreadId
}

/** Where the browser keeps something of a conversation. The first one came before there were others. */
export const keyAt = (what: string, { agentId, threadId }: Place): string =>
  threadId === mainThread
    ? `rockpool.${what}.${agentId}`
    : `rockpool.${what}.${agentId}.${threadId}`
