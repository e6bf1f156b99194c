import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const sources = [
  'agent-host',
  'app',
  'components',
  'drizzle',
  'next.config.ts',
  'package-lock.json',
  'package.json',
  'postcss.config.mjs',
  'proxy.ts',
  'public',
  'scripts/launcher',
  'server',
  'tsconfig.json',
]

const isNoSource = (name: string) => name === 'node_modules' || /\.test\.tsx?$/.test(name)

function* filesBelow(root: string, path: string): Generator<string> {
  const full = join(root, path)
  if (!existsSync(full)) return
  if (!statSync(full).isDirectory()) {
    yield path
    return
  }
  for (const name of readdirSync(full).sort()) {
    if (!isNoSource(name)) yield* filesBelow(root, join(path, name))
  }
}

/** One name for everything a build is made of: names and contents, not times. */
export function hashSources(root: string): string {
  const hash = createHash('sha256').update(process.version)
  for (const source of sources) {
    for (const path of filesBelow(root, source)) {
      const content = readFileSync(join(root, path))
      hash.update(`\0${path}\0${content.length}\0`).update(content)
    }
  }
  return hash.digest('hex').slice(0, 16)
}
