import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureInstalled } from './node-modules.mjs'
import { findNode } from './node24.mjs'
import { createProgress } from './progress.mjs'

/**
 * Bundles a TypeScript program of this repository and runs it on Node 24 in this terminal.
 * Resolves with its exit code.
 */
export async function runBundle(root, { entry, name, args }) {
  await ensureInstalled(root, createProgress())
  const esbuild = await import(pathToFileURL(join(root, 'node_modules/esbuild/lib/main.js')).href)
  const outfile = join(root, 'build', `${name}.mjs`)
  mkdirSync(join(root, 'build'), { recursive: true })
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node24',
    logLevel: 'warning',
  })
  const { status } = spawnSync(findNode(root), [outfile, ...args], { cwd: root, stdio: 'inherit' })
  return status ?? 1
}
