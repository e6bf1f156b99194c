import { join } from 'node:path'
import { readIfThere } from '../../core/atomic-file'
import type { Cgroups } from './cgroups'
import { CgroupsV1, type ControllerRoots } from './v1'
import { CgroupsV2 } from './v2'

interface Mount {
  path: string
  type: string
  options: readonly string[]
}

/** Where cgroup v1 holds the memory controller; undefined where it does not. */
export async function memoryRootOf(): Promise<string | undefined> {
  const mounts = parseMounts((await readIfThere('/proc/self/mounts')) ?? '')
  return controllerRoots(mounts)?.memory
}

/** Where cgroup v1 holds this controller; undefined where it does not. */
export async function controllerRootOf(controller: string): Promise<string | undefined> {
  const mounts = parseMounts((await readIfThere('/proc/self/mounts')) ?? '')
  return mounts.find(({ type, options }) => type === 'cgroup' && options.includes(controller))?.path
}

/** Where cgroup v2 is mounted; beside v1 it may hold no controllers. */
export async function unifiedRootOf(): Promise<string | undefined> {
  const mounts = parseMounts((await readIfThere('/proc/self/mounts')) ?? '')
  return mounts.find((mount) => mount.type === 'cgroup2')?.path
}

/** The limits this kernel offers, or undefined when it has no memory controller mounted. */
export async function findCgroups(groupRoot: string): Promise<Cgroups | undefined> {
  const mounts = parseMounts((await readIfThere('/proc/self/mounts')) ?? '')
  const v1 = controllerRoots(mounts)
  if (v1 !== undefined) {
    // Beside it a cgroup2 without controllers may be mounted: runc makes groups in that as well.
    const all = mounts.filter(({ type }) => /^cgroup2?$/.test(type)).map((mount) => mount.path)
    return new CgroupsV1(v1, groupRoot, all)
  }
  const unified = mounts.find((mount) => mount.type === 'cgroup2')
  if (unified === undefined) return undefined
  const controllers = (await readIfThere(join(unified.path, 'cgroup.controllers'))) ?? ''
  const offered = new Set(controllers.trim().split(' '))
  const isComplete = ['memory', 'cpu', 'pids'].every((name) => offered.has(name))
  return isComplete ? new CgroupsV2(unified.path, groupRoot) : undefined
}

/** Lines of /proc/self/mounts: device, path, type, options. */
export function parseMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, path, type, options] = line.split(' ')
    if (path === undefined || type === undefined || options === undefined) return []
    return [{ path: unescapePath(path), type, options: options.split(',') }]
  })
}

/** Undefined when cgroup v1 does not hold the memory controller: then v2 may. */
export function controllerRoots(mounts: readonly Mount[]): ControllerRoots | undefined {
  const rootOf = (controller: string) =>
    mounts.find((mount) => mount.type === 'cgroup' && mount.options.includes(controller))?.path
  const [memory, cpu, pids, freezer] = ['memory', 'cpu', 'pids', 'freezer'].map(rootOf)
  if (memory === undefined) return undefined
  return {
    memory,
    ...(cpu === undefined ? {} : { cpu }),
    ...(pids === undefined ? {} : { pids }),
    ...(freezer === undefined ? {} : { freezer }),
  }
}

/** The kernel writes space, tab, newline and backslash in octal. */
const unescapePath = (path: string): string =>
  path.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  )
