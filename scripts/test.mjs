import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { constants, setPriority, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './setup/node-modules.mjs'
import { findNode } from './setup/node24.mjs'
import { createProgress } from './setup/progress.mjs'
import {
  canInstall,
  findProgram,
  installCommand,
  installPackage,
} from './setup/system-packages.mjs'
import { readReport } from './setup/test-report.mjs'

// Everything, on a machine where nothing is installed: what is missing is brought first, then each
// runner does its part, and the last line says what all of them found together.

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const reports = mkdtempSync(join(tmpdir(), 'rockpool-test-'))

async function run(command, env = {}) {
  const [program, ...args] = command
  const child = spawn(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  const [code] = await once(child, 'exit')
  return code === 0
}

async function bringSystemPackages(progress) {
  const isRoot = process.getuid?.() === 0
  const programs = {
    bubblewrap: 'bwrap',
    chromium: 'chromium',
    // Containers are made by root alone; for others those tests are skipped and say so.
    ...(isRoot ? { runc: 'runc', iproute2: 'ip' } : {}),
  }
  for (const [packageName, program] of Object.entries(programs)) {
    if (findProgram(program) !== undefined) continue
    if (packageName === 'chromium' && process.env.ROCKPOOL_CHROMIUM !== undefined) continue
    // Not ours to hide: the tests that need it fail and say so.
    if (!canInstall()) console.error(`${packageName} is missing: ${installCommand(packageName)}`)
    else await progress.step(`Installing ${packageName}`, () => installPackage(packageName))
  }
}

async function runVitest(node, project) {
  const path = join(reports, `${project}.json`)
  console.log(`\n== ${project}`)
  const ok = await run([
    node,
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${path}`,
  ])
  return readReport(project, path, ok)
}

/**
 * Runs a script of ours behind tests that leave it room. What it says is held back so that the two do not
 * talk over each other.
 */
async function behind(...args) {
  const child = spawn(process.execPath, [join(root, 'scripts', args[0]), ...args.slice(1)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      said += chunk
    })
  }
  const [code] = await once(child, 'close')
  return { ok: code === 0, said }
}

async function runE2e() {
  const path = join(reports, 'e2e.json')
  console.log('\n== e2e')
  const ok = await run([process.execPath, join(root, 'scripts/e2e.mjs')], {
    ROCKPOOL_E2E_REPORT: path,
    ROCKPOOL_E2E_EACH_ONCE: '1',
  })
  return readReport('e2e', path, ok)
}

const notRun = (reason) => ({ passed: 0, failed: [reason], skipped: [] })

const leftOut = (name, wish) => ({
  passed: 0,
  failed: [],
  skipped: [{ name, reason: `${wish} asks for it` }],
})

/** Every part of the tests, with what it needs made behind the part before it. */
async function* runAll(node) {
  const installing = behind('start.mjs', '--image')
  const withMicrovm = process.env.ROCKPOOL_TEST_MICROVM !== undefined
  const guest = withMicrovm ? behind('image-build.mjs', '--for-tests') : undefined
  yield runVitest(node, 'unit')
  yield runVitest(node, 'db')
  const image = await installing
  console.log('\n== image')
  process.stdout.write(image.said)
  // Where it could not be made, the tests of virtual machines are skipped and say so.
  process.stdout.write((await guest)?.said ?? '')
  if (!withMicrovm) yield leftOut('virtual machines, emulated', 'ROCKPOOL_TEST_MICROVM=quick')
  if (!image.ok) return yield notRun('the image; no machine could be tested')

  // Machines mostly wait: there is room for the build of what the journeys start.
  const building = behind('build.mjs')
  yield runVitest(node, 'driver')
  const build = await building
  console.log('\n== build')
  process.stdout.write(build.said)
  yield build.ok ? runE2e() : notRun('the build; no journey could run')
}

async function main() {
  const progress = createProgress()
  await ensureInstalled(root, progress)
  await bringSystemPackages(progress)
  const outcomes = []
  for await (const outcome of runAll(findNode(root))) outcomes.push(outcome)
  const failed = outcomes.flatMap((outcome) => outcome.failed)
  const skipped = outcomes.flatMap((outcome) => outcome.skipped)
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)
  console.log('')
  for (const name of failed) console.log(`failed:  ${name}`)
  for (const { name, reason } of skipped) console.log(`skipped: ${name} (${reason})`)
  console.log(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`)
  return failed.length === 0
}

try {
  process.exitCode = (await main()) ? 0 : 1
} catch (error) {
  console.error(error.message)
  console.log('0 passed, 1 failed, 0 skipped')
  process.exitCode = 1
} finally {
  rmSync(reports, { recursive: true, force: true })
}
