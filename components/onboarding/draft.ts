import { z } from 'zod'
import { type Answers, noAnswers, questions } from './questions'

export type Draft = { step: number; answers: Answers }

export const emptyDraft: Draft = { step: 0, answers: noAnswers }

const StoredDraft = z.object({
  step: z
    .number()
    .int()
    .min(0)
    .max(questions.length - 1),
  answers: z.object({
    name: z.string(),
    character: z.string(),
    aboutMe: z.string(),
    firstTask: z.string(),
  }),
})

export type DraftStore = {
  subscribe: (listener: () => void) => () => void
  read: () => Draft
  write: (draft: Draft) => void
  clear: () => void
}

/**
 * Answers that survive a reload. A browser may refuse storage (private windows, full disk); the answers
 * then live as long as the page, which is the best that is left.
 */
export function createDraftStore(agentId: string, storage: () => Storage): DraftStore {
  const key = `rockpool.welcome.${agentId}`
  const listeners = new Set<() => void>()
  let current: Draft | undefined

  const attempt = <Result>(act: (storage: Storage) => Result): Result | undefined => {
    try {
      return act(storage())
    } catch {
      // Refused or full: nothing that a person could mend here, and nothing is lost yet.
      return undefined
    }
  }
  const change = (draft: Draft, keep: (storage: Storage) => void) => {
    current = draft
    attempt(keep)
    for (const listener of listeners) listener()
  }

  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    read: () => {
      current ??= parseDraft(attempt((kept) => kept.getItem(key)))
      return current
    },
    write: (draft) => change(draft, (kept) => kept.setItem(key, JSON.stringify(draft))),
    clear: () => change(emptyDraft, (kept) => kept.removeItem(key)),
  }
}

function parseDraft(text: string | null | undefined): Draft {
  if (text === null || text === undefined) return emptyDraft
  try {
    const parsed = StoredDraft.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : emptyDraft
  } catch {
    // Not JSON: written by something else, so it holds no answers of ours.
    return emptyDraft
  }
}
