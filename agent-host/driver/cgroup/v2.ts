import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { LifeSpec } from '../driver'
import { codeOf, killNow, orIfGone } from '../linux/gone'
import { bytesPerMib, type Cgroups, countOf, cpuPeriodUs } from './cgroups'
import {
  groupNames,
  makeFolder,
  makeGroup,
  pidsIn,
  readKnob,
  removeGroup,
  writeKnob,
} from './files'

/** cgroup v2: one tree, in which each level hands its controllers down to the next. */
export class CgroupsV2 implements Cgroups {
  readonly support = { memory: true, cpu: true, pids: true }
  readonly #root: string
  readonly #groupRoot: string

  /** `root` is where cgroup2 is mounted. Our groups stay out of the daemon's own, to outlive it. */
  constructor(root: string, groupRoot: string) {
    this.#root = root
    this.#groupRoot = groupRoot
  }

  async create(name: string, limits: LifeSpec['limits']): Promise<void> {
    const group = this.#group(name)
    await makeGroup(async () => {
      for (const level of levelsAbove(this.#root, join(this.#groupRoot, name))) {
        await makeFolder(level)
        await writeKnob(level, 'cgroup.subtree_control', '+memory +cpu +pids')
      }
      await makeFolder(group)
    })
    await writeKnob(group, 'memory.max', limits.memoryMib * bytesPerMib)
    // Absent without swap accounting; then there is no swap to bound.
    if (existsSync(join(group, 'memory.swap.max'))) await writeKnob(group, 'memory.swap.max', 0)
    const quotaUs = Math.round(limits.cpuCores * cpuPeriodUs)
    await writeKnob(group, 'cpu.max', `${String(quotaUs)} ${String(cpuPeriodUs)}`)
    await writeKnob(group, 'pids.max', limits.pids)
  }

  join(name: string, pid: number): Promise<void> {
    return writeKnob(this.#group(name), 'cgroup.procs', pid)
  }

  members(name: string): Promise<readonly number[]> {
    return pidsIn(this.#group(name))
  }

  async kill(name: string): Promise<void> {
    const group = this.#group(name)
    // cgroup.kill came with Linux 5.14; before it, freezing keeps the list complete while we read it.
    if (existsSync(join(group, 'cgroup.kill'))) {
      await orIfGone(writeKnob(group, 'cgroup.kill', 1), undefined)
      return
    }
    if (!existsSync(group)) return
    await orIfGone(writeKnob(group, 'cgroup.freeze', 1), undefined)
    for (const pid of await this.members(name)) killNow(pid)
    await orIfGone(writeKnob(group, 'cgroup.freeze', 0), undefined)
  }

  async freeze(name: string): Promise<void> {
    await writeKnob(this.#group(name), 'cgroup.freeze', 1)
  }

  async isFrozen(name: string): Promise<boolean> {
    const text = await orIfGone(readKnob(this.#group(name), 'cgroup.events'), '')
    return countOf('frozen', text) === 1
  }

  async thaw(name: string): Promise<void> {
    const group = this.#group(name)
    if (!existsSync(group)) return
    await orIfGone(writeKnob(group, 'cgroup.freeze', 0), undefined)
  }

  async pageOut(name: string): Promise<void> {
    const group = this.#group(name)
    const bytes = await this.memoryBytes(name)
    if (bytes === 0) return
    try {
      await this.#setSwap(group, 'max')
      await writeKnob(group, 'memory.reclaim', bytes)
    } catch (error) {
      // Some of it cannot be moved: that is how the kernel says so.
      if (codeOf(error) !== 'EAGAIN') throw error
    } finally {
      // What has been moved there may stay; nothing more may go.
      await this.#setSwap(group, 0)
    }
  }

  async memoryKills(name: string): Promise<number> {
    const text = await orIfGone(readKnob(this.#group(name), 'memory.events'), '')
    return countOf('oom_kill', text)
  }

  async memoryBytes(name: string): Promise<number> {
    return Number(await orIfGone(readKnob(this.#group(name), 'memory.current'), '0'))
  }

  async heldBytes(name: string): Promise<number> {
    return countOf('anon', await orIfGone(readKnob(this.#group(name), 'memory.stat'), ''))
  }

  remove(name: string): Promise<void> {
    return removeGroup({ root: this.#root, groupRoot: this.#groupRoot, name })
  }

  names(): Promise<readonly string[]> {
    return groupNames(this.#root, this.#groupRoot)
  }

  async #setSwap(group: string, most: number | 'max'): Promise<void> {
    if (!existsSync(join(group, 'memory.swap.max'))) return
    await orIfGone(writeKnob(group, 'memory.swap.max', most), undefined)
  }

  #group(name: string): string {
    return join(this.#root, this.#groupRoot, name)
  }
}

/** Every directory from `root` down to the parent of `path`, in order. */
function levelsAbove(root: string, path: string): string[] {
  const parent = dirname(path)
  return parent === '.' ? [root] : [...levelsAbove(root, parent), join(root, parent)]
}
