import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ensureInstalled } from './setup/node-modules.mjs'
import { findNode } from './setup/node24.mjs'
import { createProgress } from './setup/progress.mjs'

// The first step of every start. It runs on the system's own Node with nothing installed, and hands
// over to the real starter as soon as there is one.

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Bundles the starter: a few milliseconds, always from the sources that stand here now. */
async function bundleStarter() {
  const esbuild = await import(pathToFileURL(join(root, 'node_modules/esbuild/lib/main.js')).href)
  const outfile = join(root, 'build/launcher.mjs')
  const fresh = `${outfile}.${process.pid}`
  mkdirSync(dirname(outfile), { recursive: true })
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['scripts/launcher/main.ts'],
    outfile: fresh,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node24',
    sourcemap: 'inline',
    logLevel: 'warning',
  })
  // In one move, so that another start beside this one never reads half a file.
  renameSync(fresh, outfile)
  // Its own process would otherwise stay for as long as the product runs.
  await esbuild.stop()
  return outfile
}

const read = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // The process has ended, or this system has no /proc.
    return ''
  }
}
const commandOf = (pid) => read(`/proc/${pid}/cmdline`)
const parentOf = (pid) => Number(/^PPid:\s+(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0)

/**
 * The npm that runs us. It puts a shell in between, and passes signals on to that shell alone: when
 * npm is ended, nobody tells us, so we look. Started by hand there is none, and whoever started us
 * may go.
 */
function findNpm() {
  if (process.env.npm_lifecycle_event === undefined) return undefined
  return [process.ppid, parentOf(process.ppid)].find((pid) => /npm/.test(commandOf(pid)))
}

function handOver(node, starter) {
  const child = spawn(
    node,
    [
      '--enable-source-maps',
      '--disable-warning=ExperimentalWarning',
      starter,
      ...process.argv.slice(2),
    ],
    // The fourth is a line to us: when this process is killed, the starter notices and stops in order.
    { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env: process.env },
  )
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal))
  }
  const npm = findNpm()
  if (npm !== undefined) {
    const timer = setInterval(() => {
      if (commandOf(npm) !== '') return
      clearInterval(timer)
      child.kill('SIGTERM')
    }, 500)
  }
  child.on('error', (error) => {
    console.error(`Rockpool could not start: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0))
  })
}

try {
  if (Number(process.versions.node.split('.', 1)[0]) < 20) {
    throw new Error(`This is Node ${process.versions.node}. Install Node 20 or later.`)
  }
  await ensureInstalled(root, createProgress())
  handOver(findNode(root), await bundleStarter())
} catch (error) {
  console.error(`Rockpool could not start: ${error.message}`)
  process.exitCode = 1
}
