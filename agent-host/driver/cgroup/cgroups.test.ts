import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { groupRootOf } from './cgroups'
import { controllerRoots, parseMounts } from './find'
import { CgroupsV1 } from './v1'
import { CgroupsV2 } from './v2'

const limits = { memoryMib: 1_792, cpuCores: 1.5, pids: 256 }
const groupRoot = groupRootOf('0123456789ab')
const name = 'mch_a/lif_b'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rp-cgroup-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const knob = async (...path: string[]) => (await readFile(join(root, ...path), 'utf8')).trim()

/** The kernel removes a group with its knobs in it; a plain directory must be emptied first. */
async function emptyKnobs(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) await rm(join(entry.parentPath, entry.name))
  }
}

describe('limits by cgroup v2', () => {
  it('hands the controllers down level by level and writes every limit', async () => {
    await new CgroupsV2(root, groupRoot).create(name, limits)
    for (const level of ['', 'rockpool', groupRoot, join(groupRoot, 'mch_a')]) {
      expect(await knob(level, 'cgroup.subtree_control')).toBe('+memory +cpu +pids')
    }
    const group = join(groupRoot, name)
    expect(existsSync(join(root, group, 'cgroup.subtree_control'))).toBe(false)
    expect(await knob(group, 'memory.max')).toBe('1879048192')
    expect(await knob(group, 'cpu.max')).toBe('150000 100000')
    expect(await knob(group, 'pids.max')).toBe('256')
  })

  it('forbids swap where it is accounted', async () => {
    await mkdir(join(root, groupRoot, name), { recursive: true })
    await writeFile(join(root, groupRoot, name, 'memory.swap.max'), 'max\n')
    await new CgroupsV2(root, groupRoot).create(name, limits)
    expect(await knob(groupRoot, name, 'memory.swap.max')).toBe('0')
  })

  it('kills with one write where the kernel can', async () => {
    const cgroups = new CgroupsV2(root, groupRoot)
    await cgroups.create(name, limits)
    await writeFile(join(root, groupRoot, name, 'cgroup.kill'), '')
    await cgroups.kill(name)
    expect(await knob(groupRoot, name, 'cgroup.kill')).toBe('1')
    expect(existsSync(join(root, groupRoot, name, 'cgroup.freeze'))).toBe(false)
  })

  it('halts a group, believes only the kernel that it stands, and lets it go on', async () => {
    const cgroups = new CgroupsV2(root, groupRoot)
    await cgroups.thaw(name)
    expect(await cgroups.isFrozen(name)).toBe(false)
    await expect(cgroups.freeze(name)).rejects.toMatchObject({ code: 'ENOENT' })
    await cgroups.create(name, limits)
    await cgroups.freeze(name)
    expect(await knob(groupRoot, name, 'cgroup.freeze')).toBe('1')
    expect(await cgroups.isFrozen(name)).toBe(false)
    await writeFile(join(root, groupRoot, name, 'cgroup.events'), 'populated 1\nfrozen 1\n')
    expect(await cgroups.isFrozen(name)).toBe(true)
    await cgroups.thaw(name)
    expect(await knob(groupRoot, name, 'cgroup.freeze')).toBe('0')
  })

  it('pages out what a group holds, and leaves it no swap of its own', async () => {
    const cgroups = new CgroupsV2(root, groupRoot)
    await cgroups.create(name, limits)
    await writeFile(join(root, groupRoot, name, 'memory.swap.max'), '0\n')
    await writeFile(join(root, groupRoot, name, 'memory.current'), '4096\n')
    await cgroups.pageOut(name)
    expect(await knob(groupRoot, name, 'memory.reclaim')).toBe('4096')
    expect(await knob(groupRoot, name, 'memory.swap.max')).toBe('0')
  })

  it('reads members and memory kills, and none from a group that is gone', async () => {
    const cgroups = new CgroupsV2(root, groupRoot)
    expect(await cgroups.members(name)).toEqual([])
    expect(await cgroups.memoryKills(name)).toBe(0)
    await cgroups.create(name, limits)
    await cgroups.join(name, 4711)
    await writeFile(join(root, groupRoot, name, 'memory.events'), 'oom 5\noom_kill 2\n')
    expect(await cgroups.members(name)).toEqual([4711])
    expect(await cgroups.memoryKills(name)).toBe(2)
    expect(await cgroups.heldBytes(name)).toBe(0)
    await writeFile(join(root, groupRoot, name, 'memory.stat'), 'anon 4096\nfile 9999\n')
    expect(await cgroups.heldBytes(name)).toBe(4_096)
  })

  it('removes the levels that it leaves empty and no neighbour', async () => {
    const cgroups = new CgroupsV2(root, groupRoot)
    await cgroups.create(name, limits)
    await cgroups.create('mch_a/lif_next', limits)
    expect([...(await cgroups.names())].sort()).toEqual([name, 'mch_a/lif_next'])
    await emptyKnobs(root)
    await cgroups.remove(name)
    expect(await cgroups.names()).toEqual(['mch_a/lif_next'])
    await cgroups.remove('mch_a/lif_next')
    expect(await readdir(root)).toEqual([])
    await cgroups.remove(name)
  })
})

describe('limits by cgroup v1', () => {
  const roots = () => ({
    memory: join(root, 'memory'),
    cpu: join(root, 'cpu'),
    pids: join(root, 'pids'),
    freezer: join(root, 'freezer'),
  })

  it('writes every limit under its own controller and joins all of them', async () => {
    const cgroups = new CgroupsV1(roots(), groupRoot)
    await cgroups.create(name, limits)
    await cgroups.join(name, 4711)
    const group = join(groupRoot, name)
    expect(await knob('memory', group, 'memory.limit_in_bytes')).toBe('1879048192')
    expect(await knob('cpu', group, 'cpu.cfs_period_us')).toBe('100000')
    expect(await knob('cpu', group, 'cpu.cfs_quota_us')).toBe('150000')
    expect(await knob('pids', group, 'pids.max')).toBe('256')
    for (const controller of ['memory', 'cpu', 'pids', 'freezer']) {
      expect(await knob(controller, group, 'cgroup.procs')).toBe('4711')
    }
  })

  it('leaves a group thawed after killing it, and counts what memory killed', async () => {
    const cgroups = new CgroupsV1(roots(), groupRoot)
    await cgroups.create(name, limits)
    await cgroups.kill(name)
    expect(await knob('freezer', groupRoot, name, 'freezer.state')).toBe('THAWED')
    const control = 'oom_kill_disable 0\nunder_oom 0\noom_kill 3\n'
    await writeFile(join(root, 'memory', groupRoot, name, 'memory.oom_control'), control)
    expect(await cgroups.memoryKills(name)).toBe(3)
    const stat = 'cache 9999\nrss 1\ntotal_cache 9999\ntotal_rss 4096\n'
    await writeFile(join(root, 'memory', groupRoot, name, 'memory.stat'), stat)
    expect(await cgroups.heldBytes(name)).toBe(4_096)
  })

  it('halts a group by its own controller, and says when there is none', async () => {
    const cgroups = new CgroupsV1(roots(), groupRoot)
    await cgroups.create(name, limits)
    await cgroups.freeze(name)
    expect(await cgroups.isFrozen(name)).toBe(true)
    await writeFile(join(root, 'freezer', groupRoot, name, 'freezer.state'), 'FREEZING\n')
    expect(await cgroups.isFrozen(name)).toBe(false)
    await cgroups.thaw(name)
    expect(await knob('freezer', groupRoot, name, 'freezer.state')).toBe('THAWED')
    await cgroups.pageOut(name)
    expect(await knob('memory', groupRoot, name, 'memory.force_empty')).toBe('0')
    const { memory } = roots()
    const without = new CgroupsV1({ memory }, groupRoot)
    await expect(without.freeze(name)).rejects.toThrow('no freezer')
    await without.thaw(name)
  })

  it('removes groups that a container runtime made under other controllers, and sets no limit there', async () => {
    const devices = join(root, 'devices')
    const cgroups = new CgroupsV1(roots(), groupRoot, [devices])
    await cgroups.create(name, limits)
    expect(existsSync(devices)).toBe(false)
    await mkdir(join(devices, groupRoot, name), { recursive: true })
    await emptyKnobs(root)
    await rm(join(root, 'memory', groupRoot, name), { recursive: true })
    expect(await cgroups.names()).toEqual([name])
    await cgroups.remove(name)
    expect(await readdir(devices)).toEqual([])
  })

  it('says which limits it cannot set', () => {
    const { memory, pids } = roots()
    expect(new CgroupsV1({ memory, pids }, groupRoot).support).toEqual({
      memory: true,
      cpu: false,
      pids: true,
    })
  })
})

describe('finding the controllers', () => {
  it('reads v1 mounts, shared ones and ones with spaces', () => {
    const mounts = parseMounts(
      [
        'cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,relatime,cpu,cpuacct 0 0',
        'cgroup /sys/fs/c\\040group/memory cgroup rw,relatime,memory 0 0',
        'cgroup2 /sys/fs/cgroup/unified cgroup2 rw,relatime 0 0',
        '',
      ].join('\n'),
    )
    expect(controllerRoots(mounts)).toEqual({
      memory: '/sys/fs/c group/memory',
      cpu: '/sys/fs/cgroup/cpu,cpuacct',
    })
  })

  it('leaves it to v2 when v1 has no memory controller', () => {
    const mounts = parseMounts('cgroup /sys/fs/cgroup/pids cgroup rw,pids 0 0\n')
    expect(controllerRoots(mounts)).toBeUndefined()
  })
})
