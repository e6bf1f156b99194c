import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readIfThere } from '../../core/atomic-file'
import { countOf } from '../cgroup/cgroups'
import { controllerRootOf, unifiedRootOf } from '../cgroup/find'
import { orIfGone } from '../linux/gone'

/** Processes that were killed for want of memory, and such that could not be started for there were too many. */
export interface Counted {
  memoryKills: number
  forksRefused: number
}

/**
 * What the kernel has counted in the control groups that `pid` is in, which Docker has chosen; undefined when
 * that process has gone, and its groups perhaps with it.
 */
export async function countedBeside(pid: number): Promise<Counted | undefined> {
  const text = await orIfGone(readFile(`/proc/${String(pid)}/cgroup`, 'utf8'), undefined)
  if (text === undefined) return undefined
  const memory = await readBeside(text, 'memory', ['memory.oom_control', 'memory.events'])
  const pids = await readBeside(text, 'pids', ['pids.events', 'pids.events'])
  if (memory === undefined) return undefined
  return {
    memoryKills: countOf('oom_kill', memory),
    forksRefused: countOf('max', pids ?? ''),
  }
}

/** `files` are its names in version 1, which has a tree for each controller, and in version 2. */
async function readBeside(
  text: string,
  controller: 'memory' | 'pids',
  files: readonly [string, string],
): Promise<string | undefined> {
  const lines = text.split('\n').map((line) => line.split(':'))
  const v1 = await controllerRootOf(controller)
  const root = v1 ?? (await unifiedRootOf())
  const isOurs = (controllers: string | undefined) =>
    v1 === undefined ? controllers === '' : controllers?.split(',').includes(controller)
  const group = lines.find(([, controllers]) => isOurs(controllers))?.[2]
  if (root === undefined || group === undefined) return undefined
  return readIfThere(join(root, group, v1 === undefined ? files[1] : files[0]))
}
