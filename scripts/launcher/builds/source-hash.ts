import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const tools = ['package-lock.json', 'scripts/launcher/builds', 'tsconfig.json']

/** What each part of a build is made of: agent-host alone must not cost a build of the pages. */
const sources = {
  web: [
    ...tools,
    'agent-host/protocol',
    'app',
    'components',
    'content',
    'drizzle',
    'i18n',
    'mdx-components.tsx',
    'messages',
    'next.config.ts',
    'postcss.config.mjs',
    'proxy.ts',
    'public',
    'server',
  ],
  programs: [...tools, 'agent-host', 'drizzle', 'scripts/launcher/postgres/migrate.ts', 'server'],
} as const
export type BuildPart = keyof typeof sources

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

/** One name for everything a part is made of: names and contents, not times. */
export function hashSources(root: string, part: BuildPart): string {
  const hash = createHash('sha256').update(process.version)
  for (const source of sources[part]) {
    for (const path of filesBelow(root, source)) {
      const content = readFileSync(join(root, path))
      hash.update(`\0${path}\0${content.length}\0`).update(content)
    }
  }
  return hash.digest('hex').slice(0, 16)
}
