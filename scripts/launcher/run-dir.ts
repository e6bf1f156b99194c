import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import { userInfo } from 'node:os'
import { StartProblem, systemCode } from './start-problem'

/**
 * A short directory for unix sockets, whose paths may have 107 bytes at most: the home can be
 * anywhere. One per home and user, and nobody else's: /tmp belongs to everybody.
 */
export function openRunDir(home: string): string {
  const { uid } = userInfo()
  const path = `/tmp/rockpool-${uid}-${createHash('sha256').update(home).digest('hex').slice(0, 8)}`
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
    const found = lstatSync(path)
    if (!found.isDirectory() || found.uid !== uid) {
      throw new StartProblem(
        `${path} exists and is not a directory of ours.`,
        `Look at it and remove it: ls -ld ${path}`,
      )
    }
    chmodSync(path, 0o700)
  }
  return path
}
