/** About thirty pages. More belongs into a file: it would crowd everything else out of the agent's mind. */
export const messageLimit = 50_000

const number = new Intl.NumberFormat('en')

/** Why a text of this length cannot be sent, or null when it can. */
export function lengthProblem(length: number): string | null {
  if (length <= messageLimit) return null
  return `A message can hold ${number.format(messageLimit)} characters. This one has ${number.format(length)}: shorten it, or send it in parts.`
}

/** Why a text was not pasted, or null when it fits. Nothing is cut off in silence. */
export function pasteProblem(present: number, pasted: number): string | null {
  if (present + pasted <= messageLimit) return null
  return `That text has ${number.format(pasted)} characters, and a message can hold ${number.format(messageLimit)}. It was not pasted, and what you had written is as it was.`
}
