import type { Secret } from '@/server/core/secret'

const encodings = ['utf8', 'base64', 'base64url', 'hex'] as const

/** As somebody could repeat it: a server that is asked to take a password may print what it was sent. */
function shapesOf(secret: Secret, user: string): string[] {
  const plain = secret.reveal()
  const sent = [plain, `\0${user}\0${plain}`, `${user}\0${user}\0${plain}`]
  return sent.flatMap((text) => encodings.map((encoding) => Buffer.from(text).toString(encoding)))
}

/** The words of another server as one short line, without a secret that it may have repeated. */
export function quote(words: string, secret: Secret | null, user = ''): string {
  let line = words
  for (const shape of secret === null ? [] : shapesOf(secret, user)) {
    if (shape !== '') line = line.replaceAll(shape, '••••••')
  }
  const plain = line.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return plain.length > 200 ? `${plain.slice(0, 199)}…` : plain
}
