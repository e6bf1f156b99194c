import { z } from 'zod'
import type { GatewayConnection } from '../gateway/connection'

/**
 * What an agent's commands may do by themselves. Commands that only read run at once; everything else
 * waits for a person's answer in the chat. It guards against an agent's mistake, not against a break-in:
 * the box around the machine does that.
 */
export const execPolicy = { host: 'gateway', mode: 'ask' } as const

/**
 * Programs that cannot change or send anything, whatever their arguments. Left out although they mostly
 * read: `uniq`, `tree` and `file` can write a file they are given, `rg` and `git` can start other programs.
 */
const readers = [
  'basename',
  'cat',
  'cksum',
  'cmp',
  'cut',
  'date',
  'df',
  'diff',
  'dirname',
  'du',
  'echo',
  'egrep',
  'fgrep',
  'grep',
  'head',
  'id',
  'ls',
  'md5sum',
  'nl',
  'printf',
  'pwd',
  'readlink',
  'realpath',
  'sha256sum',
  'stat',
  'tail',
  'tr',
  'uname',
  'wc',
  'which',
  'whoami',
]

/** Programs that read unless told otherwise. The pattern sees the arguments, joined by single spaces. */
const readersUnless = [
  { pattern: 'find', argPattern: '^(?!.*(?:^| )-(?:delete|exec|execdir|ok|okdir|fls|fprint))' },
  {
    pattern: 'sort',
    argPattern: '^(?!.*(?:^| )(?:-[A-Za-z]*[oT]|--(?:o|te|co|files0-from|random-source)))',
  },
]

/** The gateway's list of commands that need no question. */
export const allowlist: readonly { pattern: string; argPattern?: string }[] = [
  ...readers.map((pattern) => ({ pattern })),
  ...readersUnless,
]

const Held = z.object({ hash: z.string().optional() })

/**
 * Writes the list into a blank machine. It lives in the gateway's database, not in its configuration,
 * so it is written once and comes back with the machine.
 */
export async function allowReaders(connection: GatewayConnection): Promise<void> {
  const { hash } = await connection.call('exec.approvals.get', {}, Held)
  const file = { version: 1, agents: { main: { allowlist } } }
  const guard = hash === undefined ? {} : { baseHash: hash }
  await connection.call('exec.approvals.set', { file, ...guard }, z.unknown())
}
