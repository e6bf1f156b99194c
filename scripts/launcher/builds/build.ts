import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build as esbuild } from 'esbuild'
import type { Progress } from '../../setup/progress.mjs'
import { runCommand } from '../../setup/run-command.mjs'
import { waitForLock } from '../process-lock'
import { StartProblem, wordsOf } from '../start-problem'
import { hashSources } from './source-hash'
import { noteUse, pruneBuilds } from './use-notes'

export interface Build {
  dir: string
  agentHost: string
  worker: string
  migrate: string
  /** Next's own directory, relative to the root as its configuration wants it. */
  webDir: string
}

export interface BuildOptions {
  root: string
  progress: Progress
  /** False in development, where Next compiles pages when they are asked for. */
  withPages: boolean
  signal: AbortSignal
}

const programs = {
  'agent-host': 'agent-host/main.ts',
  worker: 'server/jobs/main.ts',
  migrate: 'drizzle/migrate.ts',
}

async function bundlePrograms(root: string, dir: string): Promise<void> {
  await esbuild({
    absWorkingDir: root,
    entryPoints: Object.entries(programs).map(([out, input]) => ({ in: input, out })),
    outdir: dir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node24',
    sourcemap: 'linked',
    // The marker package throws outside of Next's server graph. These programs are servers.
    alias: { 'server-only': './scripts/launcher/builds/server-only.ts' },
    logLevel: 'warning',
  })
}

/** Next writes into the tsconfig it is given; this one is its own, beside its output. */
function writeWebTsconfig(root: string, dir: string): string {
  const path = join(dir, 'tsconfig.web.json')
  const up = relative(dir, root)
  writeFileSync(
    path,
    JSON.stringify({
      extends: `${up}/tsconfig.json`,
      compilerOptions: { paths: { '@/*': [`${up}/*`] }, plugins: [{ name: 'next' }] },
      include: [],
    }),
  )
  return relative(root, path)
}

async function buildWeb({ root, signal }: BuildOptions, dir: string): Promise<void> {
  await runCommand([process.execPath, 'node_modules/next/dist/bin/next', 'build'], {
    cwd: root,
    signal,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      ROCKPOOL_WEB_DIR: join(relative(root, dir), 'web'),
      ROCKPOOL_WEB_TSCONFIG: writeWebTsconfig(root, dir),
    },
  })
}

async function buildAll(options: BuildOptions, dir: string): Promise<void> {
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
  try {
    await bundlePrograms(options.root, dir)
    if (options.withPages) await buildWeb(options, dir)
  } catch (error) {
    options.signal.throwIfAborted()
    throw new StartProblem(
      `The build failed. ${wordsOf(error)}`,
      'Mend the sources and start again.',
      {
        cause: error,
      },
    )
  }
  writeFileSync(join(dir, 'complete'), '')
}

/**
 * A build of exactly these sources. Each has its own directory that never changes once it is
 * complete, so a build for new sources disturbs nobody who runs from an older one.
 */
export async function ensureBuild(options: BuildOptions): Promise<Build> {
  const { root, progress, withPages } = options
  const buildsDir = join(root, 'build')
  mkdirSync(buildsDir, { recursive: true })
  const dir = join(buildsDir, withPages ? hashSources(root) : 'development')
  const isReady = () => withPages && existsSync(join(dir, 'complete'))
  if (!isReady()) {
    await progress.step(withPages ? 'Building' : 'Bundling', async () => {
      const lock = await waitForLock(join(buildsDir, 'lock'), 'building')
      try {
        if (!isReady()) await buildAll(options, dir)
        pruneBuilds(buildsDir)
      } finally {
        lock.release()
      }
    })
  }
  noteUse(dir)
  return {
    dir,
    agentHost: join(dir, 'agent-host.mjs'),
    worker: join(dir, 'worker.mjs'),
    migrate: join(dir, 'migrate.mjs'),
    webDir: join(relative(root, dir), 'web'),
  }
}
