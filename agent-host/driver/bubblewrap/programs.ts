import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'

/** Programs of the host that the chain consists of, by absolute path: it runs without a PATH. */
export interface Programs {
  bwrap: string
  bash: string
  env: string
}

export interface RootPrograms extends Programs {
  unshare: string
  mount: string
  setpriv: string
}

/** Fixed, so that nobody's PATH decides what runs as root. */
const folders = ['/usr/bin', '/usr/sbin', '/bin', '/sbin', '/usr/local/bin']

export const packageOf: Readonly<Record<keyof RootPrograms, string>> = {
  bwrap: 'bubblewrap',
  bash: 'bash',
  env: 'coreutils',
  unshare: 'util-linux',
  mount: 'mount',
  setpriv: 'util-linux',
}

/** Where each program is. Those that are missing are named in `missing`. */
export async function findPrograms<Name extends keyof RootPrograms>(
  names: readonly Name[],
): Promise<{ found: Partial<Record<Name, string>>; missing: Name[] }> {
  const found: Partial<Record<Name, string>> = {}
  const missing: Name[] = []
  for (const name of names) {
    const path = await firstExecutable(name)
    if (path === undefined) missing.push(name)
    else found[name] = path
  }
  return { found, missing }
}

async function firstExecutable(name: string): Promise<string | undefined> {
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
