import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { build as esbuild, stop as stopEsbuild } from 'esbuild'
import type { Progress } from '../../setup/progress.mjs'
import { runCommand } from '../../setup/run-command.mjs'
import { waitForLock } from '../processes/process-lock'
import { StartProblem, wordsOf } from '../start-problem'
import { type BuildPart, hashSources } from './source-hash'
import { noteUse, pruneBuilds } from './use-notes'

export interface Build {
  /** Changes with the sources of the programs, migrations among them. */
  programsId: string
  agentHost: string
  worker: string
  migrate: string
  /** Next's own directory, relative to the root as its configuration wants it. */
  webDir: string | undefined
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
  migrate: 'scripts/launcher/postgres/migrate.ts',
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
  // Its own process would otherwise stay for as long as the product runs.
  await stopEsbuild()
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
      ROCKPOOL_WEB_DIR: join(relative(root, dir), 'next'),
      ROCKPOOL_WEB_TSCONFIG: writeWebTsconfig(root, dir),
    },
  })
}

async function buildPart(options: BuildOptions, part: BuildPart, dir: string): Promise<void> {
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
  try {
    if (part === 'web') await buildWeb(options, dir)
    else await bundlePrograms(options.root, dir)
  } catch (error) {
    options.signal.throwIfAborted()
    throw new StartProblem(
      `The build failed. ${wordsOf(error)}`,
      'Mend the sources and start again.',
      { cause: error },
    )
  }
  writeFileSync(join(dir, 'complete'), '')
}

/**
 * A part made of exactly these sources. Each has its own directory that never changes once it is
 * complete, so a build for new sources disturbs nobody who runs from an older one.
 */
async function ensurePart(options: BuildOptions, part: BuildPart): Promise<string> {
  const { root, progress } = options
  const buildsDir = join(root, 'build')
  mkdirSync(buildsDir, { recursive: true })
  const dir = join(buildsDir, `${part}-${hashSources(root, part)}`)
  const isReady = () => existsSync(join(dir, 'complete'))
  if (!isReady()) {
    await progress.step(part === 'web' ? 'Building the pages' : 'Bundling', async () => {
      const lock = await waitForLock(join(buildsDir, `${part}.lock`), 'building')
      try {
        if (!isReady()) await buildPart(options, part, dir)
        pruneBuilds(buildsDir, part)
      } finally {
        lock.release()
      }
    })
  }
  noteUse(dir)
  return dir
}

export async function ensureBuild(options: BuildOptions): Promise<Build> {
  const [programsDir, webDir] = await Promise.all([
    ensurePart(options, 'programs'),
    options.withPages ? ensurePart(options, 'web') : undefined,
  ])
  return {
    programsId: basename(programsDir),
    agentHost: join(programsDir, 'agent-host.mjs'),
    worker: join(programsDir, 'worker.mjs'),
    migrate: join(programsDir, 'migrate.mjs'),
    webDir: webDir === undefined ? undefined : join(relative(options.root, webDir), 'next'),
  }
}
