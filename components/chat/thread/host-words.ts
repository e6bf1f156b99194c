/** What stands in place of an answer: our sentence, and the provider's own words for whoever wants them. */
export interface HostWords {
  text: string
  details: string | null
}

/** The host writes the details behind this, in the same text, so that history keeps both. */
const mark = /\n+Details: /

export function splitDetails(text: string): HostWords {
  const found = mark.exec(text)
  if (found === null) return { text, details: null }
  const details = text.slice(found.index + found[0].length).trim()
  return { text: text.slice(0, found.index), details: details === '' ? null : details }
}
