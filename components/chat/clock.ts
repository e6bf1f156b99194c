/** Time as a dependency, so that tests decide how much of it passes. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls `action` once after `ms` unless the returned function was called before. */
  after(ms: number, action: () => void): () => void
}

export const browserClock: Clock = {
  now: () => Date.now(),
  after: (ms, action) => {
    const timer = setTimeout(action, ms)
    return () => clearTimeout(timer)
  },
}
