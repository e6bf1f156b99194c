import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { isAlive, type ProcessIdentity, signalProcess, waitForEnd } from './process-identity'

const Notes = z.record(z.string(), z.object({ pid: z.number(), startTicks: z.number() }))

export interface ProcessNotes {
  note(name: string, identity: ProcessIdentity | undefined): void
}

function read(path: string): z.infer<typeof Notes> {
  if (!existsSync(path)) return {}
  try {
    return Notes.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    // Torn by a power cut: then the processes it named are gone as well.
    return {}
  }
}

/** Remembers our programs on disk, for a start after one that was killed. */
export function openProcessNotes(path: string): ProcessNotes {
  const current = new Map<string, ProcessIdentity>()
  return {
    note(name, identity) {
      if (identity === undefined) current.delete(name)
      else current.set(name, identity)
      writeFileSync(path, JSON.stringify(Object.fromEntries(current)), { mode: 0o600 })
    },
  }
}

/** Ends programs that outlived a killed starter. The caller holds the tree's lock. */
export async function endLeftovers(path: string, say: (line: string) => void): Promise<void> {
  const living = Object.entries(read(path)).filter(([, identity]) => isAlive(identity))
  if (living.length === 0) return
  say(`Ending what an earlier start left running: ${living.map(([name]) => name).join(', ')}`)
  await Promise.all(
    living.map(async ([, identity]) => {
      signalProcess(identity, 'SIGTERM')
      // agent-host stops its machines first, each with a few seconds of its own.
      if (await waitForEnd(identity, 20_000)) return
      signalProcess(identity, 'SIGKILL')
      await waitForEnd(identity, 5_000)
    }),
  )
}
