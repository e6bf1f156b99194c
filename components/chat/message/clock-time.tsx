const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' })
const day = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
})

/** Hour and minute by the person's own clock; the whole date on demand. Messages exist in the browser only. */
export function ClockTime({ atMs }: { atMs: number }) {
  if (atMs === 0) return null
  const date = new Date(atMs)
  return (
    <time dateTime={date.toISOString()} title={full.format(date)}>
      {time.format(date)}
    </time>
  )
}

/** The line between two days. */
export function DayLine({ atMs }: { atMs: number }) {
  return (
    <div className="flex items-center gap-4 py-2 text-xs font-medium text-ink-soft">
      <span aria-hidden className="h-px flex-1 bg-line" />
      <time dateTime={dayKey(atMs)}>{day.format(new Date(atMs))}</time>
      <span aria-hidden className="h-px flex-1 bg-line" />
    </div>
  )
}

/** The calendar day of a time where the person is: 2026-11-21. */
export function dayKey(atMs: number): string {
  const date = new Date(atMs)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
