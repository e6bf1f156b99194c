/** Every text of the built-in demo model begins with this, so that history stays labelled for ever. */
const demoPrefix = '[demo model] '

/** The text without its label. A beginning of the label that is still streaming in counts as the label. */
export function splitDemoLabel(text: string): { isDemo: boolean; text: string } {
  const start = text.trimStart()
  if (start.startsWith(demoPrefix.trimEnd())) {
    return { isDemo: true, text: start.slice(demoPrefix.length) }
  }
  return start !== '' && demoPrefix.startsWith(start)
    ? { isDemo: true, text: '' }
    : { isDemo: false, text }
}
