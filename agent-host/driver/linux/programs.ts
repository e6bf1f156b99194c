import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'

/** Fixed, so that nobody's PATH decides what runs as root. */
const folders = ['/usr/bin', '/usr/sbin', '/bin', '/sbin', '/usr/local/bin', '/usr/local/sbin']

/** Programs of the host that drivers start, and the Debian packages that bring them. */
const packageOf = {
  bwrap: 'bubblewrap',
  bash: 'bash',
  env: 'coreutils',
  ip: 'iproute2',
  'mkfs.ext4': 'e2fsprogs',
  mount: 'mount',
  'qemu-system-x86_64': 'qemu-system-x86',
  runc: 'runc',
  setpriv: 'util-linux',
  unshare: 'util-linux',
} as const satisfies Record<string, string>

export type ProgramName = keyof typeof packageOf

/** A program is not installed; `packages` would bring what is missing. */
export class ProgramsMissing extends Error {
  readonly packages: readonly string[]

  constructor(missing: readonly ProgramName[]) {
    super(`${missing.join(', ')} not found`)
    this.name = 'ProgramsMissing'
    this.packages = [...new Set(missing.map((name) => packageOf[name]))]
  }
}

/** Where each program is, by absolute path. Throws `ProgramsMissing`, naming all that are not there. */
export async function programsOf<Name extends ProgramName>(
  names: readonly Name[],
): Promise<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {}
  const missing: Name[] = []
  for (const name of names) {
    const path = await findProgram(name)
    if (path === undefined) missing.push(name)
    else found[name] = path
  }
  if (missing.length > 0) throw new ProgramsMissing(missing)
  // Complete, because nothing is missing.
  return found as Record<Name, string>
}

/** The program's path in the folders that belong to the system, or undefined. */
export async function findProgram(name: string): Promise<string | undefined> {
  for (const folder of folders) {
    const path = join(folder, name)
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return path
  }
  return undefined
}
