import { constants } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { inside } from '../box/layout'
import { codeOf } from '../linux/gone'
import { outputFile } from '../shared/last-words'

/** Descriptors that the command's shell is handed beside the standard ones. */
export const handed = { gateway: 3, up: 4 } as const

/**
 * The first process inside. It says that all walls stand, starts the command, takes in its orphans, and
 * writes down how the command ended: nobody outside is its parent, and the one who started it may be gone.
 * With it the kernel ends everything else inside. Arguments: where to write, then the command.
 */
const script = `
exec </dev/null >>${inside.tmp}/${outputFile} 2>&1
ended=$1
shift
printf up >&${String(handed.up)}
"$@" ${String(handed.up)}>&- &
exec ${String(handed.gateway)}>&- ${String(handed.up)}>&-
wait $!
code=$?
printf '%s\\n' "$code" >"$ended"
exit "$code"
`

/** Of a name that no earlier life knew, so that none could have written there. */
export const endFile = (lifeId: string): string => `ended-${lifeId}`

export const enterCommand = (lifeId: string, command: readonly string[]): string[] => [
  ...['/bin/sh', '-c', script, 'machine', `${inside.tmp}/${endFile(lifeId)}`],
  ...command,
]

/**
 * The code that the command ended with, or null when nothing wrote it down. The machine owns the file and
 * could write another: it would only tell its operator something untrue about itself.
 */
export async function readEnd(tmp: string, lifeId: string): Promise<number | null> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
  try {
    const file = await open(join(tmp, endFile(lifeId)), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0)
      const text = buffer.toString('utf8', 0, bytesRead)
      return /^\d{1,3}\n$/.test(text) ? Number(text) : null
    } finally {
      await file.close()
    }
  } catch (error) {
    // No file, or something else in its place: nobody saw the end.
    if (codeOf(error) !== undefined) return null
    throw error
  }
}

/** Removes what `enterCommand` wrote. Only when nothing of the machine runs any more. */
export const removeEnd = (tmp: string, lifeId: string): Promise<void> =>
  rm(join(tmp, endFile(lifeId)), { recursive: true, force: true })
