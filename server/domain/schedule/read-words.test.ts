import { describe, expect, it } from 'vitest'
import { nextRun, readWords } from './read-words'

// A Sunday, at 13:00 in Berlin.
const now = new Date('2026-03-01T12:00:00Z')
const berlin = 'Europe/Berlin'
const read = (words: string, timeZone = berlin) => readWords({ words, timeZone }, now)

describe('a schedule in words', () => {
  it.each([
    ['every Monday at 9', '0 9 * * 1', '2026-03-02T08:00:00.000Z'],
    ['Every weekday at 8:30', '30 8 * * 1-5', '2026-03-02T07:30:00.000Z'],
    ['weekdays at 6pm', '0 18 * * 1-5', '2026-03-02T17:00:00.000Z'],
    ['daily at noon', '0 12 * * *', '2026-03-02T11:00:00.000Z'],
    ['every monday and friday at 9pm', '0 21 * * 1,5', '2026-03-02T20:00:00.000Z'],
    ['mondays at 9', '0 9 * * 1', '2026-03-02T08:00:00.000Z'],
    ['on the 15th of every month at 7', '0 7 15 * *', '2026-03-15T06:00:00.000Z'],
    ['15 7 * * mon', '15 7 * * MON', '2026-03-02T06:15:00.000Z'],
    ['*/20 9-17 * * 1-5', '*/20 9-17 * * 1-5', '2026-03-02T08:00:00.000Z'],
  ])('%s comes again and again', (words, expr, next) => {
    expect(read(words)).toMatchObject({
      isUnderstood: true,
      schedule: { kind: 'cron', expr, tz: berlin },
      nextRunAt: new Date(next),
    })
  })

  it.each([
    ['every 2 hours', 7_200_000, 'Every 2 hours'],
    ['every 90 minutes', 5_400_000, 'Every 90 minutes'],
    ['every 3 days', 259_200_000, 'Every 3 days'],
  ])('%s counts from now on', (words, everyMs, sentence) => {
    expect(read(words)).toMatchObject({
      schedule: { kind: 'every', everyMs },
      sentence,
      nextRunAt: new Date(now.getTime() + everyMs),
    })
  })

  it.each([
    ['tomorrow at 8', '2026-03-02T07:00:00.000Z'],
    ['in 2 hours', '2026-03-01T14:00:00.000Z'],
    ['on 24 December at 18:00', '2026-12-24T17:00:00.000Z'],
    ['friday', '2026-03-06T08:00:00.000Z'],
    ['today at 18:30', '2026-03-01T17:30:00.000Z'],
  ])('%s happens once', (words, at) => {
    expect(read(words)).toMatchObject({ schedule: { kind: 'at', at }, nextRunAt: new Date(at) })
  })

  it('means the wall clock of its zone, also across a change of the clocks', () => {
    // Berlin's clocks go forward on 29 March.
    expect(read('on 30 march at 9')).toMatchObject({ nextRunAt: new Date('2026-03-30T07:00:00Z') })
    const { schedule } = read('every monday at 9') as { schedule: Parameters<typeof nextRun>[0] }
    const after = nextRun(schedule, new Date('2026-03-29T12:00:00Z'))
    expect(after).toEqual(new Date('2026-03-30T07:00:00Z'))
    expect(read('tomorrow at 8', 'America/New_York')).toMatchObject({
      nextRunAt: new Date('2026-03-02T13:00:00Z'),
    })
  })

  it.each([
    'every other friday evening maybe',
    'whenever you like',
    'today at 9',
    'every 0 minutes',
    'every 30 seconds',
    '* * * * * *',
    '61 * * * *',
    '0 0 31 2 *',
    'every friday tomorrow',
    'friday from 9 to 11',
    '',
  ])('%j is refused with a sentence, and never guessed', (words) => {
    expect(read(words)).toMatchObject({
      isUnderstood: false,
      sentence: expect.stringMatching(/\.$/),
    })
  })
})
