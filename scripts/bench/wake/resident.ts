import { readdir, readFile } from 'node:fs/promises'

interface Held {
  pid: number
  parent: number
  groups: string
  /** What it holds in memory: shared pages count in parts, swapped ones not. */
  kib: number
}

/** What the processes of a machine hold in memory, in MiB. */
export async function residentMib(machineId: string): Promise<number> {
  const all = await everything()
  return mibOf(all.filter(({ groups }) => groups.includes(machineId)))
}

/** The same for a process and everything that it started. */
export async function residentTreeMib(root: number): Promise<number> {
  const all = await everything()
  const tree = new Set([root])
  for (let before = 0; before < tree.size; ) {
    before = tree.size
    for (const { pid, parent } of all) if (tree.has(parent)) tree.add(pid)
  }
  return mibOf(all.filter(({ pid }) => tree.has(pid)))
}

const mibOf = (held: readonly Held[]): number =>
  Math.round(held.reduce((sum, { kib }) => sum + kib, 0) / 1_024)

async function everything(): Promise<Held[]> {
  const held: Held[] = []
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry)
    if (!Number.isInteger(pid)) continue
    // A process may end while it is looked at, and then holds nothing.
    const [groups = '', status = '', memory = ''] = await Promise.all(
      ['cgroup', 'status', 'smaps_rollup'].map((file) =>
        readFile(`/proc/${entry}/${file}`, 'utf8').catch(() => ''),
      ),
    )
    const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0)
    held.push({ pid, parent, groups, kib: Number(/^Pss:\s+(\d+) kB/m.exec(memory)?.[1] ?? 0) })
  }
  return held
}
