import type { Clock } from '../../core/clock'
import type { TokenCount } from './call-count'
import type { Limits } from './limits'
import type { Caller, UsageBook } from './usage-book'

/** Counts model calls and refuses those that an account's limit no longer covers. */
export class Meter {
  readonly #book: UsageBook
  readonly #limits: Limits
  readonly #clock: Clock

  constructor(parts: { book: UsageBook; limits: Limits; clock: Clock }) {
    this.#book = parts.book
    this.#limits = parts.limits
    this.#clock = parts.clock
  }

  /** Null when the call may be sent; a sentence for the person when the month's limit is used up. */
  async refusal(caller: Caller): Promise<string | null> {
    const allowed = this.#limits.of(caller.accountId)
    if (allowed === null) return null
    const now = this.#clock.now()
    if (this.#book.monthTokens(caller.accountId, now) < allowed) return null
    await this.#book.countRefusal(caller)
    return limitSentence(allowed, now)
  }

  count(caller: Caller, tokens: TokenCount): Promise<void> {
    return this.#book.count(caller, tokens)
  }
}

const inWords = new Intl.NumberFormat('en-GB')
const dayInWords = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
})

/** Exported for its test; the chat shows it as it is. */
export function limitSentence(allowed: number, nowMs: number): string {
  const now = new Date(nowMs)
  const next = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1))
  return `This month’s limit of ${inWords.format(allowed)} tokens is used up, so this was not sent to the model. It starts anew on ${dayInWords.format(next)}; the owner can change it under Usage.`
}
