/** What happened to sign-ins elsewhere. */
export function endedSentence(count: number): string {
  if (count === 0) return 'You were signed in nowhere else.'
  return count === 1 ? 'One other session was ended.' : `${count} other sessions were ended.`
}

const minute = 60_000
const hour = 60 * minute

/** How long ago, as coarse as a person would say it. */
export function agoWords(then: Date, now: Date): string {
  const ms = now.getTime() - then.getTime()
  if (ms < 2 * minute) return 'just now'
  if (ms < hour) return `${Math.floor(ms / minute)} minutes ago`
  if (ms < 2 * hour) return 'an hour ago'
  return `${Math.floor(ms / hour)} hours ago`
}
