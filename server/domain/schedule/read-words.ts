import { parse } from 'chrono-node'
import { CronTranslateError, toCron } from 'cron-translate'
import { Cron } from 'croner'
import { describeSchedule } from './describe'
import type { ReadWordsInput, Schedule } from './input'
import { shortestEveryMs } from './input'

export type ReadWords =
  | { isUnderstood: true; schedule: Schedule; sentence: string; nextRunAt: Date }
  | { isUnderstood: false; sentence: string }

const unitMs: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 24 * 3_600_000,
  week: 7 * 24 * 3_600_000,
}

const unknown =
  'This is not understood. Try “every Monday at 9”, “every 2 hours”, “tomorrow at 8”, or a cron expression.'

const refuse = (sentence: string): ReadWords => ({ isUnderstood: false, sentence })

/** What a person wrote about when something should run, with the moment it would run next. */
export function readWords({ words, timeZone }: ReadWordsInput, now: Date): ReadWords {
  const plain = words.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  const schedule =
    readCron(plain, timeZone) ??
    readInterval(plain) ??
    readRecurring(plain, timeZone) ??
    readMoment(plain, timeZone, now)
  if (schedule === undefined) return refuse(unknown)
  if (schedule.kind === 'every' && schedule.everyMs < shortestEveryMs) {
    return refuse('Once a minute is the most. Choose a longer time.')
  }
  const nextRunAt = nextRun(schedule, now)
  if (nextRunAt === null) return refuse('That moment never comes, or has passed already.')
  return { isUnderstood: true, schedule, sentence: describeSchedule(schedule), nextRunAt }
}

/** When it runs next, as the gateway will reckon: it uses the same library. Null when never. */
export function nextRun(schedule: Schedule, now: Date): Date | null {
  switch (schedule.kind) {
    case 'at': {
      const at = new Date(schedule.at)
      return at > now ? at : null
    }
    case 'every':
      return new Date(now.getTime() + schedule.everyMs)
    case 'cron':
      return openCron(schedule.expr, schedule.tz)?.nextRun(now) ?? null
  }
}

function openCron(expr: string, timezone: string): Cron | undefined {
  try {
    return new Cron(expr, { timezone, paused: true })
  } catch {
    // Its messages are for programmers, and everything it refuses is one thing to the person: not a schedule.
    return undefined
  }
}

/** Five fields of signs. Six would begin with seconds, which is more often than anything here should run. */
function readCron(words: string, tz: string): Schedule | undefined {
  const looksLike =
    /^(?:[\d*,/#l?-]|sun|mon|tue|wed|thu|fri|sat|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)+$/
  const fields = words.split(' ')
  if (fields.length !== 5 || !fields.every((field) => looksLike.test(field))) return undefined
  const expr = fields.join(' ').toUpperCase()
  return openCron(expr, tz) === undefined ? undefined : { kind: 'cron', expr, tz }
}

/** "every 90 minutes": counted from now on, because a cron expression cannot say it. */
function readInterval(words: string): Schedule | undefined {
  const found = /^every (\d{1,4}) (minute|hour|day|week)s?$/.exec(words)
  const ms = unitMs[found?.[2] ?? '']
  return ms === undefined ? undefined : { kind: 'every', everyMs: Number(found?.[1]) * ms }
}

function readRecurring(words: string, tz: string): Schedule | undefined {
  // "each", "mondays at 9" and "on the 1st of every month" are said as often as what the library knows.
  const said = words
    .replace(/^each /, 'every ')
    .replace(/^(?:on )?(weekday|weekend)s\b/, 'every $1')
    .replace(/^on the (\d{1,2})(?:st|nd|rd|th)? of (?:every|the|each) month\b/, 'on day $1')
  if (
    !/^(?:every|daily|hourly|weekly|monthly|yearly|last|first|second|third|fourth|on day|\w+days? )/.test(
      said,
    )
  ) {
    return undefined
  }
  if (
    !/every|daily|hourly|weekly|monthly|yearly|of the month|on day|^(?:mon|tues|wednes|thurs|fri|satur|sun)days/.test(
      said,
    )
  ) {
    return undefined
  }
  try {
    const [seconds, ...fields] = toCron(said).split(' ')
    const expr = fields.join(' ')
    if (seconds !== '0' || openCron(expr, tz) === undefined) return undefined
    return { kind: 'cron', expr, tz }
  } catch (error) {
    if (error instanceof CronTranslateError) return undefined
    throw error
  }
}

/** Once: "tomorrow at 8", "in two hours", "on 24 December at 18:00". */
function readMoment(words: string, timeZone: string, now: Date): Schedule | undefined {
  const said = words.replace(/^(?:once|on|at) /, '')
  const reference = { instant: now, timezone: offsetMinutes(now, timeZone) }
  const [found, ...more] = parse(said, reference, { forwardDate: true })
  // Words that were passed over would change the meaning: "every other Friday" is not "Friday".
  if (found === undefined || more.length > 0 || found.text !== said) return undefined
  // A span of time has an end; the library leaves null there where its types say undefined.
  if (found.end) return undefined
  if (found.start.isCertain('timezoneOffset')) {
    return { kind: 'at', at: found.start.date().toISOString() }
  }
  const part = (name: 'year' | 'month' | 'day' | 'hour' | 'minute') =>
    String(found.start.get(name) ?? 0).padStart(2, '0')
  // "Friday" alone means the morning, not the library's noon.
  const hour = found.start.isCertain('hour') ? part('hour') : '09'
  const local = `${part('year')}-${part('month')}-${part('day')}T${hour}:${part('minute')}:00`
  const at = openCron(local, timeZone)?.nextRun(now)
  return at === null || at === undefined ? undefined : { kind: 'at', at: at.toISOString() }
}

/** How far a zone is ahead of UTC at that moment. */
function offsetMinutes(now: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    timeZoneName: 'longOffset',
  }).formatToParts(now)
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const found = /([+-])(\d{2}):(\d{2})/.exec(name)
  if (found === null) return 0
  const minutes = Number(found[2]) * 60 + Number(found[3])
  return found[1] === '-' ? -minutes : minutes
}
