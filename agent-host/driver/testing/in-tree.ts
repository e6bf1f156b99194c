import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Where a path of this repository is. What needs it may have been bundled, and then stands elsewhere in the
 * same tree.
 */
export function inTree(path: string): string {
  const start = dirname(fileURLToPath(import.meta.url))
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'agent-host/image/relay.mjs'))) return join(folder, path)
    if (folder === dirname(folder)) throw new Error(`${start} is not in a tree of ours`)
  }
}
