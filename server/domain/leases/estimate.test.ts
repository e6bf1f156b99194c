import { describe, expect, it } from 'vitest'
import { estimateReadyInMs } from './estimate'

const now = new Date('2026-03-01T12:00:00Z')
const pool = {
  isWatched: true,
  problem: null,
  inFlight: 2,
  concurrentBoots: 2,
  typicalBootMs: 10_000,
  nextReadyAt: new Date(now.getTime() + 4_000),
}

describe('the estimate for a place in the queue', () => {
  it('follows the host’s own next machine, then waves as wide as its boots', () => {
    const estimates = [0, 1, 2, 3, 4].map((ahead) => estimateReadyInMs(pool, ahead, now))
    expect(estimates).toEqual([4_000, 4_000, 14_000, 14_000, 24_000])
  })

  it.each([
    { isWatched: false },
    { problem: 'too little memory' },
    { inFlight: 0 },
    { nextReadyAt: null },
    { nextReadyAt: new Date(now.getTime() - 1) },
  ])('is withheld rather than guessed: %j', (changes) => {
    expect(estimateReadyInMs({ ...pool, ...changes }, 0, now)).toBeNull()
  })
})
