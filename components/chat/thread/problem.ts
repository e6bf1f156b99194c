/** History keeps of a failed run its sentence alone, so what it means is known by its words. */
const known: readonly [RegExp, string][] = [
  [
    /^[\s\u26a0\ufe0f]*context overflow/iu,
    'This conversation has become too long for the model. Begin a new one, or choose a model that holds more in Settings → Model.',
  ],
]

/**
 * The gateway's words about a failed run: ours where we know what they mean, else less what only somebody
 * with a terminal could use. An empty text stays empty: the caller has a sentence of its own.
 */
export function plainProblem(words: string): string {
  const ours = known.find(([pattern]) => pattern.test(words))?.[1]
  if (ours !== undefined) return ours
  return words
    .split('\n')
    .filter((line) => !/\bopenclaw\b|\bterminal\b/i.test(line))
    .join(' ')
    .replace(/^[\s\u26a0\ufe0f]+/u, '')
    .replace(/\s+/g, ' ')
    .trim()
}
