import { z } from 'zod'
import type { RequestFailed } from '../socket/socket-state'

/** `ok` is the answer to a key whose run has ended, `in_flight` to one whose run goes on. */
export const Acknowledged = z.object({ status: z.string() })

export const Stopped = z.object({ aborted: z.boolean() })

/** Why the agent did not take a message, as a sentence. */
export function sentenceFor(error: RequestFailed): string {
  const words = error.message.replace(/^Error:\s*/, '').trim()
  const reason = /[.!?]$/.test(words) ? words : `${words}.`
  return `Your agent did not take this message: ${reason}`
}
