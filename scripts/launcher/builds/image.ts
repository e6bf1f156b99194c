import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Progress } from '../../setup/progress.mjs'
import { runCommand } from '../../setup/run-command.mjs'
import { waitForLock } from '../processes/process-lock'
import { StartProblem, wordsOf } from '../start-problem'

export interface Image {
  name: string
  dir: string
}

export interface ImageOptions {
  sourceDir: string
  imagesDir: string
  progress: Progress
  signal: AbortSignal
}

// The installed image takes 0.9 GB, and npm's cache as much again on its first run.
const neededBytes = 2 * 1024 ** 3

/** `openclaw-<version>-<12 hex of the lock>`: the same lock is the same image everywhere. */
export function imageName(sourceDir: string): string {
  const lock = readFileSync(join(sourceDir, 'package-lock.json'))
  const Manifest = z.object({ dependencies: z.object({ openclaw: z.string() }) })
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(sourceDir, 'package.json'), 'utf8')))
  const digest = createHash('sha256').update(lock).digest('hex').slice(0, 12)
  return `openclaw-${manifest.dependencies.openclaw}-${digest}`
}

function checkRoom(dir: string): void {
  const { bavail, bsize } = statfsSync(dir)
  const free = bavail * bsize
  if (free >= neededBytes) return
  const inGb = (bytes: number) => (bytes / 1024 ** 3).toFixed(1)
  throw new StartProblem(
    `The disk of ${dir} has ${inGb(free)} GB free; the image of the machines needs ${inGb(neededBytes)} GB.`,
    'Make room, or choose another place: ROCKPOOL_HOME=/path npm start',
  )
}

/** Our own few files beside the packages change with the sources, not with the lock. */
function copyOwnFiles(sourceDir: string, dir: string): void {
  for (const name of readdirSync(sourceDir).filter((each) => each.endsWith('.mjs'))) {
    const draft = join(dir, `${name}.${process.pid}`)
    copyFileSync(join(sourceDir, name), draft)
    // In one move: a machine may be booting from this directory.
    renameSync(draft, join(dir, name))
  }
}

async function install({ sourceDir, signal }: ImageOptions, partial: string): Promise<void> {
  // What an interrupted installation left is not trusted; its downloads wait in npm's cache.
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true, mode: 0o755 })
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) {
    if (existsSync(join(sourceDir, name))) copyFileSync(join(sourceDir, name), join(partial, name))
  }
  try {
    await runCommand(['npm', 'ci', '--prefer-offline', '--no-audit', '--no-fund'], {
      cwd: partial,
      signal,
    })
  } catch (error) {
    signal.throwIfAborted()
    throw new StartProblem(
      `The image of the machines could not be installed: ${wordsOf(error)}`,
      'Check the network and start again: what was downloaded is kept.',
      { cause: error },
    )
  }
}

/** The pinned OpenClaw that machines boot, installed once per lock and never changed afterwards. */
export async function ensureImage(options: ImageOptions): Promise<Image> {
  const { sourceDir, imagesDir, progress } = options
  const name = imageName(sourceDir)
  const dir = join(imagesDir, name)
  mkdirSync(imagesDir, { recursive: true, mode: 0o755 })
  if (!existsSync(dir)) {
    await progress.step('Installing the OpenClaw image', async () => {
      const lock = await waitForLock(join(imagesDir, `${name}.lock`), 'installing the image')
      try {
        if (existsSync(dir)) return
        checkRoom(imagesDir)
        const partial = join(imagesDir, `${name}.partial`)
        await install(options, partial)
        renameSync(partial, dir)
      } finally {
        lock.release()
      }
    })
  }
  copyOwnFiles(sourceDir, dir)
  return { name, dir }
}
