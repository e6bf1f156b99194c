import pino, { type Logger } from 'pino'

export type Log = Logger

/** Keys whose values never reach a log, wherever they stand in what is logged. */
const secretKeys = ['token', 'key', 'apiKey', 'authorization', 'ticket', 'password', 'sealedKey']

/** JSON lines on stdout; the process around us decides where they go. */
export function createLog(level: string): Log {
  return pino({
    level,
    base: { process: 'agent-host' },
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '••••' },
  })
}
