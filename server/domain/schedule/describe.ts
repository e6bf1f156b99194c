import cronstrue from 'cronstrue'
import type { Schedule } from './input'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** A sentence without its full stop, such as "At 09:00, only on Monday". */
export function describeSchedule(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'at':
      return 'Once'
    case 'every':
      return `Every ${lengthWords(schedule.everyMs)}`
    case 'cron':
      return cronWords(schedule.expr)
  }
}

function cronWords(expr: string): string {
  try {
    return cronstrue.toString(expr, { use24HourTimeFormat: true, verbose: false })
  } catch {
    // The gateway knows expressions that the describer does not; the expression itself is honest.
    return `By the expression ${expr}`
  }
}

function lengthWords(ms: number): string {
  for (const [unit, unitMs] of [
    ['day', day],
    ['hour', hour],
    ['minute', minute],
  ] as const) {
    const count = ms / unitMs
    if (!Number.isInteger(count)) continue
    return count === 1 ? unit : `${count} ${unit}s`
  }
  return `${(ms / minute).toFixed(1)} minutes`
}
