import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describeError } from '../../core/errors'
import { findProgram } from '../linux/programs'
import { findCriu } from '../runc/hibernation/criu'

const run = promisify(execFile)

/** The repository, as this file finds it where it is not bundled. */
const repository = fileURLToPath(new URL('../../..', import.meta.url))
const criuIn = (kept: string): string => join(kept, 'bin/criu')
const shimIn = (root: string): string => join(root, 'agent-host/driver/testing/prlimit-shim.c')
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'
const withinMs = 240_000

/**
 * A CRIU that is new enough: the system's own, or Debian's newest with the libraries of its own release,
 * unpacked where nothing of the system finds it. For tests: the product takes what its operator installed.
 */
export async function bringCriu(
  root = repository,
): Promise<{ path: string } | { problem: string }> {
  const own = await findCriu()
  if (!('problem' in own)) return unlessKernelLacks(own.path)
  const kept = join(root, '.rockpool/test-criu')
  const path = criuIn(kept)
  try {
    if (process.geteuid?.() !== 0) return { problem: 'only root may write a machine to disk' }
    if (!existsSync(path)) await install(root, kept)
    const brought = await findCriu(path)
    return 'problem' in brought ? brought : await unlessKernelLacks(path)
  } catch (error) {
    return { problem: `${own.problem}, and it could not be fetched: ${describeError(error)}` }
  }
}

/** CRIU's own opinion of the kernel, so that only faults of ours fail a test. */
async function unlessKernelLacks(path: string): Promise<{ path: string } | { problem: string }> {
  try {
    await run(path, ['check'])
    return { path }
  } catch (error) {
    return { problem: `this kernel is not one for CRIU: ${describeError(error)}` }
  }
}

async function install(repositoryRoot: string, kept: string): Promise<void> {
  await mkdir(join(kept, '..'), { recursive: true })
  const draft = await mkdtemp(`${kept}-`)
  try {
    const root = join(draft, 'root')
    await unpackNewest(draft, root)
    const shim = await buildShim(draft, shimIn(repositoryRoot))
    await mkdir(join(draft, 'bin'))
    await writeFile(join(draft, 'bin/criu'), startScript(shim))
    await chmod(join(draft, 'bin/criu'), 0o755)
    // Two files of tests may bring it at once: what is whole stays, for the other may be using it.
    await rename(draft, kept).catch((error: unknown) => {
      if (!existsSync(criuIn(kept))) throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/** From the mirror that this system takes its own packages from, with lists of its own. */
async function unpackNewest(draft: string, root: string): Promise<void> {
  const format = '$(LABEL)|$(REPO_URI)'
  const { stdout } = await run('apt-get', [
    'indextargets',
    '--format',
    format,
    'Created-By: Packages',
  ])
  const line = stdout.split('\n').find((each) => each.startsWith('Debian|'))
  const mirror = line?.split('|')[1]
  if (mirror === undefined) throw new Error('this is no Debian')
  const lists = join(draft, 'lists')
  const cache = join(draft, 'cache')
  for (const folder of [lists, cache, join(lists, 'partial'), join(cache, 'archives/partial')]) {
    await mkdir(folder, { recursive: true })
  }
  await writeFile(join(draft, 'status'), '')
  await writeFile(join(draft, 'sources.list'), `deb [signed-by=${keyring}] ${mirror} sid main\n`)
  const apt = async (folder: string, ...args: string[]) =>
    run(
      'apt-get',
      [
        ...Object.entries(aptSettings(draft)).flatMap(([key, value]) => ['-o', `${key}=${value}`]),
        '-q',
        ...args,
      ],
      {
        cwd: folder,
        timeout: withinMs,
      },
    )
  await apt(draft, 'update')
  const plan = await apt(draft, '-s', '--no-install-recommends', 'install', 'criu')
  const packages = [...plan.stdout.matchAll(/^Inst (\S+)/gm)].map(([, name = '']) => name)
  await apt(cache, 'download', ...packages)
  for (const name of await readdir(cache)) {
    if (name.endsWith('.deb')) await run('dpkg-deb', ['-x', join(cache, name), root])
  }
  for (const folder of [lists, cache]) await rm(folder, { recursive: true })
}

const aptSettings = (draft: string): Record<string, string> => ({
  'Dir::State': draft,
  'Dir::State::status': join(draft, 'status'),
  'Dir::State::lists': join(draft, 'lists'),
  'Dir::Cache': join(draft, 'cache'),
  'Dir::Etc::SourceList': join(draft, 'sources.list'),
  'Dir::Etc::SourceParts': '/dev/null',
  'Dir::Etc::PreferencesParts': '/dev/null',
  'Acquire::Languages': 'none',
  'APT::Sandbox::User': 'root',
})

/** The shim's name in the draft; undefined without a compiler, and then a root with all rights needs none. */
async function buildShim(draft: string, source: string): Promise<string | undefined> {
  const compiler = await findProgram('cc')
  if (compiler === undefined) return undefined
  await run(compiler, ['-shared', '-fPIC', '-O1', '-o', join(draft, 'shim.so'), source])
  return 'shim.so'
}

/** Started by its own loader and with its own libraries, but without a variable that would reach `tar`. */
function startScript(shim: string | undefined): string {
  const libraries = '"$there/root/usr/lib/$(uname -m)-linux-gnu"'
  const preload = shim === undefined ? '' : `--preload "$there/${shim}" `
  return `#!/bin/sh
there=$(dirname "$(dirname "$(readlink -f "$0")")")
loader=$(echo "$there"/root/usr/lib/*-linux-gnu/ld-linux-*.so.*)
exec "$loader" ${preload}--library-path ${libraries} "$there/root/usr/sbin/criu" "$@"
`
}
