/**
 * Whose words an answer carries: a model's; the built-in demo model's; or the host's own, which stand in
 * place of an answer that was not asked for, such as when the month's limit is used up.
 */
export type Voice = 'model' | 'demo' | 'host'

/** Such texts begin with a label, so that history stays labelled for ever. */
const labels = [
  { voice: 'demo', prefix: '[demo model] ' },
  { voice: 'host', prefix: '[Rockpool] ' },
] as const

/** The text without its label. A beginning of a label that is still streaming in counts as the label. */
export function splitVoice(text: string): { voice: Voice; text: string } {
  const start = text.trimStart()
  for (const { voice, prefix } of labels) {
    if (start.startsWith(prefix.trimEnd())) return { voice, text: start.slice(prefix.length) }
  }
  const begun = labels.find(({ prefix }) => start !== '' && prefix.startsWith(start))
  return begun === undefined ? { voice: 'model', text } : { voice: begun.voice, text: '' }
}
