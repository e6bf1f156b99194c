/**
 * The gateway's words about a failed run, less what only somebody with a terminal could use.
 * An empty text stays empty: the caller has a sentence of its own.
 */
export function plainProblem(words: string): string {
  return words
    .split('\n')
    .filter((line) => !/\bopenclaw\b|\bterminal\b/i.test(line))
    .join(' ')
    .replace(/^[\s\u26a0\ufe0f]+/u, '')
    .replace(/\s+/g, ' ')
    .trim()
}
