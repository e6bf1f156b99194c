import { z } from 'zod'
import { mainThread, type ThreadId } from '../conversation/thread-id'
import type { Send } from '../thread/thread'
import { keyAt, type Place } from './place'

/** The part of `Storage` that is used here, and a way to find what was kept. */
export type KeyStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> & {
  keysWith: (prefix: string) => string[]
}

const Kept = z.array(
  z.object({
    id: z.string(),
    text: z.string(),
    createdAtMs: z.number(),
    problem: z.string().nullable(),
    attachments: z
      .array(z.object({ name: z.string(), mimeType: z.string(), sizeBytes: z.number().nullable() }))
      .default([]),
  }),
)
export type KeptSend = z.infer<typeof Kept>[number]

const Dismissed = z.array(z.string())

/** The gateway forgets what it gave up sooner than a person discards this many. */
const mostDismissed = 100

/** Messages that history does not tell yet, kept so that a reload loses none of them. */
export class Outbox {
  readonly #store: KeyStore
  readonly #key: string
  readonly #dismissedKey: string
  #lastWritten = ''
  #lastDismissed = 0

  constructor(store: KeyStore, place: Place) {
    this.#store = store
    this.#key = keyAt('outbox', place)
    this.#dismissedKey = keyAt('dismissed', place)
  }

  /** The threads in which an earlier page left something unsent. */
  static threadsWithSomething(store: KeyStore, agentId: string): ThreadId[] {
    const [main, others] = [
      keyAt('outbox', { agentId, threadId: mainThread }),
      `rockpool.outbox.${agentId}.`,
    ]
    return store
      .keysWith(main)
      .flatMap((key) =>
        key === main ? [mainThread] : key.startsWith(others) ? [key.slice(others.length)] : [],
      )
  }

  /** Nothing is left of a thread that is deleted. */
  clear(): void {
    this.#store.removeItem(this.#key)
    this.#store.removeItem(this.#dismissedKey)
  }

  read(): KeptSend[] {
    const text = this.#store.getItem(this.#key)
    if (text === null) return []
    const parsed = Kept.safeParse(parseJson(text))
    return parsed.success ? parsed.data : []
  }

  keep(sends: readonly Send[]): void {
    const open = sends.filter((send) => send.phase !== 'settled')
    const text = JSON.stringify(
      open.map(({ id, text, createdAtMs, problem, attachments }) => ({
        id,
        text,
        createdAtMs,
        problem,
        attachments,
      })),
    )
    if (text === this.#lastWritten) return
    this.#lastWritten = text
    if (open.length === 0) this.#store.removeItem(this.#key)
    else this.#store.setItem(this.#key, text)
  }

  /** Messages that the person discarded although the gateway still keeps them. */
  readDismissed(): string[] {
    const text = this.#store.getItem(this.#dismissedKey)
    const parsed = Dismissed.safeParse(text === null ? [] : parseJson(text))
    return parsed.success ? parsed.data : []
  }

  keepDismissed(messages: readonly string[]): void {
    if (messages.length === this.#lastDismissed) return
    this.#lastDismissed = messages.length
    this.#store.setItem(this.#dismissedKey, JSON.stringify(messages.slice(-mostDismissed)))
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Somebody else's text under our key reads as nothing kept.
    return undefined
  }
}
