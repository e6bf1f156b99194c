import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runBundle } from './setup/run-bundle.mjs'

// npm run image:build: makes what virtual machines start from, for ROCKPOOL_DRIVER=microvm. As root, on
// Debian or Ubuntu; again whenever the kernel and the packages inside shall be newer.

const root = dirname(dirname(fileURLToPath(import.meta.url)))
process.exit(
  await runBundle(root, {
    entry: 'scripts/guest-image/main.ts',
    name: 'guest-image',
    args: [root, ...process.argv.slice(2)],
  }),
)
