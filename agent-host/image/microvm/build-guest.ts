import { execFile } from 'node:child_process'
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { guestVersion } from '../../driver/microvm/guest/guest-image'
import { layKernel } from './kernel'
import { Packages } from './packages'

const run = promisify(execFile)

/** What a box is made with, and what every program expects to find. */
const basePackages = [
  ...['bash', 'bubblewrap', 'coreutils', 'dash', 'findutils', 'grep', 'gzip', 'libstdc++6'],
  ...['mount', 'procps', 'sed', 'tar', 'util-linux'],
]

/** What agents like to have at hand. */
export const toolPackages = ['ca-certificates', 'curl', 'git', 'jq', 'python3', 'ripgrep']

/** Found in the system, and in nobody's way. */
const notNeeded = ['usr/share/doc', 'usr/share/man', 'usr/share/locale', 'usr/share/info']

const emptyFolders = ['dev', 'opt/image', 'proc', 'root', 'run', 'srv', 'sys', 'tmp', 'var/tmp']

/**
 * Builds what virtual machines start from into `dir`: a kernel with its modules, a shell for the first
 * seconds, and a read-only system made of Debian packages. In its place at once and whole, or not at all.
 * Needs root on Debian or Ubuntu, for x64.
 */
export async function buildGuest(dir: string, tools: readonly string[]): Promise<void> {
  if (process.arch !== 'x64')
    throw new Error(`virtual machines are built for x64, not ${process.arch}`)
  await mkdir(join(dir, '..'), { recursive: true })
  const scratch = await mkdtemp(`${dir}.build-`)
  try {
    const draft = join(scratch, 'guest')
    await mkdir(draft)
    const packages = await Packages.open(scratch)
    const kernel = await layKernel({ packages, scratch, dir: draft })
    const shell = join(scratch, 'shell')
    await packages.unpack(['busybox-static'], shell)
    await copyFile(join(shell, 'bin/busybox'), join(draft, 'busybox')).catch(() =>
      copyFile(join(shell, 'usr/bin/busybox'), join(draft, 'busybox')),
    )
    const names = await packages.closureOf([...basePackages, ...tools])
    const root = join(scratch, 'root')
    await packages.unpack(names, root)
    await mergeUsr(root)
    await finishSystem(root)
    await makeSystemDisk(root, join(draft, 'system.img'))
    await writeFile(
      join(draft, 'guest.json'),
      JSON.stringify({ v: guestVersion, kernel, packages: names }),
    )
    await rm(dir, { recursive: true, force: true })
    await rename(draft, dir)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Packages of current Debian still bring files for /bin and /lib, which are links in every running system. */
async function mergeUsr(root: string): Promise<void> {
  await mkdir(join(root, 'usr/lib64'), { recursive: true })
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    const place = join(root, name)
    await mkdir(place, { recursive: true })
    await run('cp', ['--archive', '--no-clobber', `${place}/.`, join(root, 'usr', name)])
    await rm(place, { recursive: true })
    await symlink(`usr/${name}`, place)
  }
}

/** What the packages' own scripts would have done. */
async function finishSystem(root: string): Promise<void> {
  for (const path of notNeeded) await rm(join(root, path), { recursive: true, force: true })
  for (const path of emptyFolders) await mkdir(join(root, path), { recursive: true })
  await symlink('mawk', join(root, 'usr/bin/awk'))
  await run('ldconfig', ['-r', root])
  const authorities = join(root, 'usr/share/ca-certificates/mozilla')
  const names = await readdir(authorities).catch(() => [])
  if (names.length === 0) return
  const bundle = await Promise.all(names.map((name) => readFile(join(authorities, name), 'utf8')))
  await mkdir(join(root, 'etc/ssl/certs'), { recursive: true })
  await writeFile(join(root, 'etc/ssl/certs/ca-certificates.crt'), bundle.join(''))
}

async function makeSystemDisk(root: string, disk: string): Promise<void> {
  const { stdout } = await run('du', ['--summarize', '--block-size=1M', root])
  const mebibytes = Math.ceil(Number.parseInt(stdout, 10) * 1.1) + 16
  const options = ['-q', '-F', '-m', '0', '-O', '^has_journal', '-E', 'root_owner=0:0', '-d', root]
  await run('mkfs.ext4', [...options, disk, `${String(mebibytes)}M`])
}
