import { existsSync, readFileSync } from 'node:fs'

/** One machine at work, as measured with the real gateway under its own limit. */
const machineMib = 1_792

const mib = (bytes: number) => Math.floor(bytes / 1024 / 1024)

const numberIn = (path: string): number | undefined => {
  if (!existsSync(path)) return undefined
  const value = Number(readFileSync(path, 'utf8').trim())
  return Number.isFinite(value) ? value : undefined
}

/** What a control group leaves us, where one limits us; both generations of the interface. */
function leftInControlGroup(): number {
  const pairs = [
    ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory.current'],
    ['/sys/fs/cgroup/memory/memory.limit_in_bytes', '/sys/fs/cgroup/memory/memory.usage_in_bytes'],
  ] as const
  const left = pairs.map(([limitPath, usedPath]) => {
    const limit = numberIn(limitPath)
    const used = numberIn(usedPath)
    return limit === undefined || used === undefined ? Number.POSITIVE_INFINITY : limit - used
  })
  return Math.min(...left)
}

export function availableMemoryMib(): number {
  const available = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]
  return mib(Math.min(Number(available ?? 0) * 1024, leftInControlGroup()))
}

/** A sentence when not even one machine fits. The pages work all the same, so it is no reason to stop. */
export function memoryWarning(availableMib: number): string | undefined {
  if (availableMib >= machineMib) return undefined
  return (
    `Little memory: an agent's machine needs about ${machineMib} MiB, and ${availableMib} MiB are ` +
    'available. Pages work; agents will wait in the queue until there is room.'
  )
}
