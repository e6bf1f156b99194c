export interface PoolFacts {
  isWatched: boolean
  problem: string | null
  inFlight: number
  concurrentBoots: number
  typicalBootMs: number
  nextReadyAt: Date | null
}

/**
 * When the machine for whoever has `ahead` others before them should be ready. Null rather than a
 * guess: when nothing boots, when a boot is overdue, when the host cannot be heard, or when it says
 * that it cannot go on.
 */
export function estimateReadyInMs(pool: PoolFacts, ahead: number, now: Date): number | null {
  if (!pool.isWatched || pool.problem !== null) return null
  if (pool.nextReadyAt === null || pool.inFlight === 0) return null
  const first = pool.nextReadyAt.getTime() - now.getTime()
  if (first < 0) return null
  // Machines come in waves as wide as the boots that run side by side.
  return first + Math.floor(ahead / pool.concurrentBoots) * pool.typicalBootMs
}
