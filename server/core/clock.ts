export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

export const after = (moment: Date, ms: number): Date => new Date(moment.getTime() + ms)
