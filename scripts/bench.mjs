import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runBundle } from './setup/run-bundle.mjs'

// npm run bench -- NAME [n]: bundles scripts/bench/NAME.ts and runs it. The last line is one JSON object.

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [name = '', ...args] = process.argv.slice(2)
if (!/^[a-z-]+$/.test(name) || !existsSync(join(root, 'scripts/bench', `${name}.bench.ts`))) {
  const names = readdirSync(join(root, 'scripts/bench')).filter((file) =>
    file.endsWith('.bench.ts'),
  )
  const known = names.map((file) => file.replace('.bench.ts', '')).join(', ')
  console.error(`There is no benchmark "${name}". There are: ${known}.`)
  process.exit(2)
}
process.exit(
  await runBundle(root, { entry: `scripts/bench/${name}.bench.ts`, name: `bench-${name}`, args }),
)
