import { encode, type WireAttachment } from '../attachments/encode'
import type { Shelf } from '../attachments/shelf'
import type { AgentSocket } from '../socket/agent-socket'
import { RequestFailed } from '../socket/socket-state'
import { messageOf } from '../thread/send-key'
import type { Send } from '../thread/thread'
import { Acknowledged, sentenceFor } from './answers'

/** `unknown`: nobody knows whether it arrived; history does. */
export type Handover =
  | { result: 'accepted'; isDone: boolean }
  | { result: 'refused'; problem: string }
  | { result: 'unknown' }

const sendTimeoutMs = 30_000
/** 64 kB a second: a phone on a bad day. Sent again too early, a large file would never arrive. */
const slowestBytesPerMs = 64

const lostFiles =
  'The files of this message are not in this browser any more. Discard it and attach them again.'

/** Carries one message, with the bytes of its files, to a session. */
export async function handOver(
  { socket, shelf }: { socket: AgentSocket; shelf: Shelf },
  sessionKey: string,
  send: Send,
): Promise<Handover> {
  const message = { sessionKey, message: send.text, idempotencyKey: send.id }
  try {
    const files = send.attachments.length === 0 ? null : await wireFiles(shelf, send)
    if (files === 'lost') return { result: 'refused', problem: lostFiles }
    const answer =
      files === null
        ? await socket.request('chat.send', message, sendTimeoutMs)
        : await socket.request('chat.send', { ...message, attachments: files }, patienceFor(files))
    return { result: 'accepted', isDone: Acknowledged.parse(answer).status === 'ok' }
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error
    return error.isRefused
      ? { result: 'refused', problem: sentenceFor(error) }
      : { result: 'unknown' }
  }
}

async function wireFiles(shelf: Shelf, send: Send): Promise<WireAttachment[] | 'lost'> {
  const files = await shelf.get(messageOf(send.id))
  if (files.length < send.attachments.length) return 'lost'
  try {
    return await encode(files)
  } catch {
    // A file that was changed, moved or deleted on the person's disk since it was chosen.
    return 'lost'
  }
}

const patienceFor = (files: readonly WireAttachment[]): number =>
  sendTimeoutMs + files.reduce((sum, file) => sum + file.content.length, 0) / slowestBytesPerMs
