import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import type { Packages } from './packages'

const run = promisify(execFile)

const metaPackage = 'linux-image-cloud-amd64'

/** In the order in which they are loaded. What a kernel has built in is not asked for. */
const modules = [
  'virtio',
  'virtio_ring',
  'virtio_pci_legacy_dev',
  'virtio_pci_modern_dev',
  'virtio_pci',
  'virtio_blk',
  'virtio_console',
  'virtio-rng',
  'virtio_balloon',
]

/** Debian's own kernel for virtual machines, with the few modules that ours need. Returns its release. */
export async function layKernel(about: {
  packages: Packages
  scratch: string
  dir: string
}): Promise<string> {
  const { packages, scratch, dir } = about
  const names = await packages.closureOf([metaPackage])
  const name = names.find((each) => /^linux-image-\d.*-cloud-amd64$/.test(each))
  if (name === undefined) throw new Error(`${metaPackage} names no kernel`)
  const root = join(scratch, 'kernel')
  await packages.unpack([name], root)
  const release = name.replace('linux-image-', '')
  await copyFile(join(root, `boot/vmlinuz-${release}`), join(dir, 'vmlinuz'))
  const tree = treeOf(root)
  const builtIn = await readFile(join(tree, release, 'modules.builtin'), 'utf8')
  const files = await readdir(join(tree, release, 'kernel'), { recursive: true })
  await mkdir(join(dir, 'modules'))
  const order: string[] = []
  for (const module of modules) {
    if (builtIn.includes(`/${module}.ko`)) continue
    const file = files.find((each) => basename(each).replace(/\.xz$/, '') === `${module}.ko`)
    if (file === undefined) throw new Error(`${name} has no module ${module}`)
    await takeModule(join(tree, release, 'kernel', file), join(dir, 'modules', `${module}.ko`))
    order.push(`${module}.ko\n`)
  }
  await writeFile(join(dir, 'modules/order'), order.join(''))
  return release
}

/** Debian 13 moved the modules below /usr. */
function treeOf(root: string): string {
  const moved = join(root, 'usr/lib/modules')
  return existsSync(moved) ? moved : join(root, 'lib/modules')
}

async function takeModule(from: string, to: string): Promise<void> {
  if (!from.endsWith('.xz')) return copyFile(from, to)
  const options = { encoding: 'buffer', maxBuffer: 16 * 1_048_576 } as const
  const { stdout } = await run('xz', ['--decompress', '--stdout', from], options)
  await writeFile(to, stdout)
}
