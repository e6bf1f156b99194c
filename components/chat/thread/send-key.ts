/**
 * A message that the gateway gave up unread can only be sent under a new key. The new one is made from
 * the old one, so that two tabs, or a page after a reload, make the same and the message stays one.
 */
const separator = '~'

/** Three keys in all: a message that outlived three gateways is for the person to decide. */
const mostKeys = 3

/** The key a message was written with, whichever try this is. */
export const messageOf = (key: string): string => key.split(separator, 1)[0] ?? key

/** The key for one more try, or null when it was tried often enough. */
export function nextKey(key: string): string | null {
  const tried = Number(key.split(separator)[1] ?? 1)
  return tried >= mostKeys ? null : `${messageOf(key)}${separator}${tried + 1}`
}
