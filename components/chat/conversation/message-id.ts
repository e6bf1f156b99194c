const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * A new id for a message: 100 random bits. `crypto.randomUUID` would be shorter to write, but browsers
 * give it only to pages served over TLS or from localhost.
 */
export function newMessageId(): string {
  let body = ''
  for (const byte of crypto.getRandomValues(new Uint8Array(20))) body += alphabet.charAt(byte & 31)
  return `msg_${body}`
}
