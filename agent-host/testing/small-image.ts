import { copyFile, link, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * An image whose gateway is the stand-in: for crowds of machines behind real walls. Made below `dir`,
 * which must not be where a machine may write.
 */
export async function makeSmallImage(dir: string): Promise<{ dir: string; name: string }> {
  const modules = join(dir, 'node_modules')
  await mkdir(join(modules, '.bin'), { recursive: true })
  const node = join(modules, '.bin/node')
  // A second name for 120 MB where the file system can, a copy where it cannot.
  await link(process.execPath, node).catch(() => copyFile(process.execPath, node))
  await bundle('agent-host/testing/stand-in-program.ts', join(modules, 'openclaw/openclaw.mjs'))
  return { dir, name: 'stand-in' }
}

/** One file out of a program of this repository, with everything in it. */
export async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // Some packages are CommonJS and ask for Node's own modules.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  })
}
