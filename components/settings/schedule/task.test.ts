import { describe, expect, it } from 'vitest'
import { wordsFor } from './task'

describe('words for a schedule that is edited', () => {
  it.each([
    [{ kind: 'cron', expr: '0 9 * * 1', tz: 'UTC' }, '0 9 * * 1'],
    [{ kind: 'every', everyMs: 5_400_000 }, 'every 90 minutes'],
    [{ kind: 'every', everyMs: 7_200_000 }, 'every 2 hours'],
    [{ kind: 'every', everyMs: 172_800_000 }, 'every 2 days'],
  ] as const)('%j reads "%s"', (schedule, words) => {
    expect(wordsFor(schedule)).toBe(words)
  })
})
