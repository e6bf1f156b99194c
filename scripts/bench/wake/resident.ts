import { readdir, readFile } from 'node:fs/promises'

/** What the processes of a machine hold in memory, in MiB: shared pages count in parts, swapped ones not. */
export async function residentMib(machineId: string): Promise<number> {
  let kib = 0
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    // A process may end while it is looked at, and then holds nothing.
    const [groups, memory] = await Promise.all(
      ['cgroup', 'smaps_rollup'].map((file) =>
        readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => ''),
      ),
    )
    if (groups?.includes(machineId) !== true) continue
    kib += Number(/^Pss:\s+(\d+) kB/m.exec(memory ?? '')?.[1] ?? 0)
  }
  return Math.round(kib / 1_024)
}
