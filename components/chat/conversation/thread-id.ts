import { newMessageId } from './message-id'

/** Every conversation of an agent is a session of its gateway, and all their keys begin like this. */
const prefix = 'agent:main:'

/** The conversation that every agent has from the beginning. The gateway never deletes it. */
export const mainThread = 'main'

/** What stands behind the prefix, and in the address of the page. */
export type ThreadId = string

export const sessionKeyOf = (thread: ThreadId): string => `${prefix}${thread}`

/** Null for the sessions of other agents. */
export const threadOf = (sessionKey: string): ThreadId | null =>
  sessionKey.startsWith(prefix) ? sessionKey.slice(prefix.length) : null

/** The thread that an address names; what could not be one means the first. */
export const threadFromAddress = (text: string | null): ThreadId =>
  text !== null && /^[a-z0-9][a-z0-9:._-]{0,180}$/.test(text) ? text : mainThread

/** The gateway makes a session with its first message, so an id of our own is all a new thread needs. */
export const newThreadId = (): ThreadId => newMessageId().replace('msg_', 'chat-')
