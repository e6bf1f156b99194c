import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { LifeSpec, LimitSupport } from '../driver'
import { killNow, orIfGone } from '../linux/gone'
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

/** Where each controller of cgroup v1 is mounted; a missing one is a limit we cannot set. */
export interface ControllerRoots {
  memory: string
  cpu?: string
  pids?: string
  freezer?: string
}

/** cgroup v1: one tree per controller, so every step is done in each of them. */
export class CgroupsV1 implements Cgroups {
  readonly support: LimitSupport
  readonly #roots: ControllerRoots
  readonly #groupRoot: string
  /** Each tree once: cpu and others are often mounted together. */
  readonly #used: readonly string[]
  readonly #all: readonly string[]

  /** `others` are trees without limits of ours, in which a container runtime makes our groups as well. */
  constructor(roots: ControllerRoots, groupRoot: string, others: readonly string[] = []) {
    const { memory, cpu, pids, freezer } = roots
    const used = [memory, cpu, pids, freezer].filter((root) => root !== undefined)
    this.#used = [...new Set(used)]
    this.#all = [...new Set([...used, ...others])]
    this.#roots = roots
    this.#groupRoot = groupRoot
    this.support = {
      memory: true,
      cpu: roots.cpu !== undefined,
      pids: roots.pids !== undefined,
    }
  }

  async create(name: string, limits: LifeSpec['limits']): Promise<void> {
    for (const root of this.#used) {
      await makeGroup(() => makeFolder(join(root, this.#groupRoot, name)))
    }
    const { memory, cpu, pids } = this.#roots
    const group = join(memory, this.#groupRoot, name)
    const bytes = limits.memoryMib * bytesPerMib
    await writeKnob(group, 'memory.limit_in_bytes', bytes)
    // Memory and swap together, or a machine would only be slowed down and slow the host with it.
    if (existsSync(join(group, 'memory.memsw.limit_in_bytes'))) {
      await writeKnob(group, 'memory.memsw.limit_in_bytes', bytes)
    }
    if (cpu !== undefined) {
      const cpuGroup = join(cpu, this.#groupRoot, name)
      await writeKnob(cpuGroup, 'cpu.cfs_period_us', cpuPeriodUs)
      await writeKnob(cpuGroup, 'cpu.cfs_quota_us', Math.round(limits.cpuCores * cpuPeriodUs))
    }
    if (pids !== undefined) {
      await writeKnob(join(pids, this.#groupRoot, name), 'pids.max', limits.pids)
    }
  }

  async join(name: string, pid: number): Promise<void> {
    for (const root of this.#used)
      await writeKnob(join(root, this.#groupRoot, name), 'cgroup.procs', pid)
  }

  members(name: string): Promise<readonly number[]> {
    return pidsIn(join(this.#roots.memory, this.#groupRoot, name))
  }

  async kill(name: string): Promise<void> {
    // Frozen processes cannot fork away between the reading of the list and the signal.
    await this.#setFreezer(name, 'FROZEN')
    for (const pid of await this.members(name)) killNow(pid)
    await this.#setFreezer(name, 'THAWED')
  }

  async freeze(name: string): Promise<void> {
    await writeKnob(this.#freezerGroup(name), freezerState, 'FROZEN')
  }

  async isFrozen(name: string): Promise<boolean> {
    const state = await orIfGone(readKnob(this.#freezerGroup(name), freezerState), '')
    return state.trim() === 'FROZEN'
  }

  thaw(name: string): Promise<void> {
    return this.#setFreezer(name, 'THAWED')
  }

  async pageOut(name: string): Promise<void> {
    await writeKnob(join(this.#roots.memory, this.#groupRoot, name), 'memory.force_empty', 0)
  }

  async memoryKills(name: string): Promise<number> {
    const group = join(this.#roots.memory, this.#groupRoot, name)
    return countOf('oom_kill', await orIfGone(readKnob(group, 'memory.oom_control'), ''))
  }

  async memoryBytes(name: string): Promise<number> {
    const group = join(this.#roots.memory, this.#groupRoot, name)
    return Number(await orIfGone(readKnob(group, 'memory.usage_in_bytes'), '0'))
  }

  async heldBytes(name: string): Promise<number> {
    const group = join(this.#roots.memory, this.#groupRoot, name)
    return countOf('total_rss', await orIfGone(readKnob(group, 'memory.stat'), ''))
  }

  async remove(name: string): Promise<void> {
    for (const root of this.#all) await removeGroup({ root, groupRoot: this.#groupRoot, name })
  }

  async names(): Promise<readonly string[]> {
    const lists = await Promise.all(this.#all.map((root) => groupNames(root, this.#groupRoot)))
    return [...new Set(lists.flat())]
  }

  async #setFreezer(name: string, state: 'FROZEN' | 'THAWED'): Promise<void> {
    if (this.#roots.freezer === undefined) return
    const group = this.#freezerGroup(name)
    if (!existsSync(group)) return
    await orIfGone(writeKnob(group, freezerState, state), undefined)
  }

  #freezerGroup(name: string): string {
    const { freezer } = this.#roots
    if (freezer === undefined) throw new Error('the kernel offers no freezer')
    return join(freezer, this.#groupRoot, name)
  }
}

const freezerState = 'freezer.state'
