import type { Clock } from '@/server/core/clock'

export interface FixedClock extends Clock {
  advance(ms: number): void
}

/** Stands still until it is told to move. */
export function fixedClock(start = new Date('2026-03-01T12:00:00.000Z')): FixedClock {
  let now = start.getTime()
  return {
    now: () => new Date(now),
    advance: (ms) => {
      now += ms
    },
  }
}
