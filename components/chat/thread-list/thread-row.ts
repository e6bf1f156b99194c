import { z } from 'zod'
import { mainThread, type ThreadId, threadOf } from '../conversation/thread-id'
import { splitVoice } from '../thread/voice-label'

/** One conversation as the list shows it. */
export interface ThreadRow {
  id: ThreadId
  /** The person's own name for it, or one from its first words; null while it has neither. */
  title: string | null
  /** When something was said last; 0 when nothing was. */
  atMs: number
  isRunning: boolean
}

const Session = z.object({
  key: z.string(),
  label: z.string().optional(),
  autoLabel: z.string().optional(),
  displayName: z.string().optional(),
  derivedTitle: z.string().optional(),
  updatedAt: z.number().nullish(),
  lastActivityAt: z.number().nullish(),
  lastInteractionAt: z.number().nullish(),
  hasActiveRun: z.boolean().optional(),
})

const Sessions = z.object({
  // One row of a kind we do not know must not hide all the others.
  sessions: z
    .array(z.unknown())
    .transform((rows) => rows.flatMap((row) => Session.safeParse(row).data ?? [])),
})

/** Runs of schedules and of the agent for itself. The host leaves them out; new kinds may slip through. */
const machinery = /^(?:cron|heartbeat|subagent|acp|hook|warmup)(?::|$)/

/** `sessions.subscribe` puts the list into its own answer. */
const Answer = z.union([z.object({ list: Sessions }).transform(({ list }) => list), Sessions])

/** Newest first. The first conversation is there even before anything was said in it. */
export function readRows(answer: unknown): ThreadRow[] {
  const rows = Answer.parse(answer).sessions.flatMap((session): ThreadRow[] => {
    const id = threadOf(session.key)
    if (id === null || machinery.test(id)) return []
    const { lastActivityAt, lastInteractionAt, updatedAt } = session
    return [
      {
        id,
        title: titleOf(session),
        atMs: Math.max(lastActivityAt ?? 0, lastInteractionAt ?? 0) || (updatedAt ?? 0),
        isRunning: session.hasActiveRun === true,
      },
    ]
  })
  if (!rows.some((row) => row.id === mainThread)) {
    rows.push({ id: mainThread, title: null, atMs: 0, isRunning: false })
  }
  return rows.sort((a, b) => b.atMs - a.atMs)
}

function titleOf(session: z.infer<typeof Session>): string | null {
  const { label, autoLabel, displayName, derivedTitle, key } = session
  const given = label ?? autoLabel ?? derivedTitle ?? displayName
  // Without words to make a name from, the gateway calls a session by its key.
  if (given === undefined || given === key || threadOf(key) === given) return null
  const title = splitVoice(given).text.trim()
  return title === '' ? null : title
}

/** What to call a conversation that has no name of its own. */
export const titleWords = (row: Pick<ThreadRow, 'id' | 'title'>): string =>
  row.title ?? (row.id === mainThread ? 'First conversation' : 'New conversation')

const longestTitle = 60

/** A name from the first words of a conversation; null when there are none. */
export function titleFrom(words: string): string | null {
  const line = words.replaceAll(/\s+/g, ' ').trim()
  if (line === '') return null
  if (line.length <= longestTitle) return line
  const cut = line.slice(0, longestTitle)
  const end = cut.lastIndexOf(' ')
  return `${end > longestTitle / 2 ? cut.slice(0, end) : cut}…`
}
