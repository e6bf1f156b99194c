/** The value below which `share` (0 to 1) of the samples lie, by the nearest-rank rule. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  const rank = Math.max(0, Math.ceil(share * sorted.length) - 1)
  return sorted[rank] ?? Number.NaN
}

export const rounded = (value: number, digits: number) => Number(value.toFixed(digits))

/** n, p50 and p95 in milliseconds. */
export function summary(samples: readonly number[]) {
  return {
    n: samples.length,
    p50: rounded(quantile(samples, 0.5), 1),
    p95: rounded(quantile(samples, 0.95), 1),
  }
}

/** How many times sooner `fast` is than `slow`, at p50 and p95. */
export function ratio(slow: readonly number[], fast: readonly number[]) {
  return {
    p50: rounded(quantile(slow, 0.5) / quantile(fast, 0.5), 1),
    p95: rounded(quantile(slow, 0.95) / quantile(fast, 0.95), 1),
  }
}
