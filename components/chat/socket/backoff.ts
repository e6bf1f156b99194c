/** 800 ms to 15 s: quick enough to go unnoticed, slow enough not to hurt a host that is coming back. */
export const shortestWaitMs = 800
export const longestWaitMs = 15_000

/**
 * How long to wait before try number `attempt` (0 is the first one after a loss). The upper half is
 * random, so that a thousand browsers that lost the same host do not return in the same moment.
 */
export function reconnectDelayMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(longestWaitMs, shortestWaitMs * 2 ** (Math.min(attempt, 10) + 1))
  return Math.max(shortestWaitMs, Math.round(ceiling * (0.5 + random() * 0.5)))
}
