import type { Usage } from './usage'
import { everyDay, inFull, inShort, onDay } from './usage-words'

type UsageDaysProps = { days: Usage['days'] }

const shownDays = 30

/** The last thirty days as bars; a table says the same to those who do not see them. */
export function UsageDays({ days }: UsageDaysProps) {
  const today = new Date().toISOString().slice(0, 10)
  const bars = everyDay(days, today, shownDays)
  const most = Math.max(1, ...bars.map(({ tokens }) => tokens))
  const dayOf = (day: string) => onDay(new Date(`${day}T00:00:00Z`))
  return (
    <section className="grid gap-3">
      <h2 className="text-xl">The last 30 days</h2>
      <div aria-hidden className="grid gap-1">
        <p className="text-sm text-ink-soft tabular-nums">{inShort(most)}</p>
        <div className="flex h-32 items-end gap-px border-b border-line-strong sm:gap-1">
          {bars.map(({ day, tokens }) => (
            <div
              key={day}
              title={`${dayOf(day)}: ${inFull(tokens)}`}
              className="min-w-0 flex-1 rounded-t-sm bg-glass"
              style={{ height: tokens === 0 ? 0 : `${Math.max(2, (tokens / most) * 100)}%` }}
            />
          ))}
        </div>
        <p className="flex justify-between text-sm text-ink-soft">
          <span>{dayOf(bars[0]?.day ?? today)}</span>
          <span>today</span>
        </p>
      </div>
      <table className="sr-only">
        <caption>Tokens by day</caption>
        <tbody>
          {bars
            .filter(({ tokens }) => tokens > 0)
            .map(({ day, tokens }) => (
              <tr key={day}>
                <th scope="row">{dayOf(day)}</th>
                <td>{inFull(tokens)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  )
}
