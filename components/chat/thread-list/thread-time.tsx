import { dayKey } from '../message/clock-time'

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' })
const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' })

const weekMs = 6 * 24 * 3_600_000

/** The hour today, the day this week, the date before that. */
export function ThreadTime({ atMs }: { atMs: number }) {
  if (atMs === 0) return null
  const at = new Date(atMs)
  const isToday = dayKey(atMs) === dayKey(Date.now())
  const isThisWeek = Date.now() - atMs < weekMs
  return (
    <time dateTime={at.toISOString()} title={full.format(at)}>
      {isToday ? time.format(at) : isThisWeek ? weekday.format(at) : date.format(at)}
    </time>
  )
}
