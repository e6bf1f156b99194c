import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ensureInstalled } from './setup/node-modules.mjs'
import { findNode } from './setup/node24.mjs'
import { createProgress } from './setup/progress.mjs'

// npm run bench -- NAME [n]: bundles scripts/bench/NAME.ts and runs it. The last line is one JSON object.

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [name = '', ...rest] = process.argv.slice(2)
if (!/^[a-z-]+$/.test(name) || !existsSync(join(root, 'scripts/bench', `${name}.bench.ts`))) {
  const names = readdirSync(join(root, 'scripts/bench')).filter((file) =>
    file.endsWith('.bench.ts'),
  )
  const known = names.map((file) => file.replace('.bench.ts', '')).join(', ')
  console.error(`There is no benchmark "${name}". There are: ${known}.`)
  process.exit(2)
}
await ensureInstalled(root, createProgress())
const esbuild = await import(pathToFileURL(join(root, 'node_modules/esbuild/lib/main.js')).href)
const outfile = join(root, 'build', `bench-${name}.mjs`)
mkdirSync(dirname(outfile), { recursive: true })
await esbuild.build({
  absWorkingDir: root,
  entryPoints: [`scripts/bench/${name}.bench.ts`],
  outfile,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node24',
  logLevel: 'warning',
})
const { status } = spawnSync(findNode(root), [outfile, ...rest], { cwd: root, stdio: 'inherit' })
process.exit(status ?? 1)
