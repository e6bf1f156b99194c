import type { RouterOutputs } from '@/server/trpc/root'

export type Usage = RouterOutputs['operator']['usage']
export type ModelUsage = Usage['models'][number]
export type AccountUsage = Usage['accounts']['rows'][number]

/** `12,400` stays exact; above a million nobody reads the last digits. */
export const tokenWords = (tokens: number): string =>
  new Intl.NumberFormat(
    'en',
    tokens >= 1_000_000 ? { notation: 'compact', maximumFractionDigits: 1 } : {},
  ).format(tokens)
