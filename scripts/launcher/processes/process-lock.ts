import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { systemCode } from '../start-problem'
import { identify, isAlive, type ProcessIdentity } from './process-identity'

export interface LockNote extends ProcessIdentity {
  /** What the holder wants others to know, such as its address. */
  note: string
}

export interface ProcessLock {
  /** Rewrites the note for those who find the lock taken. */
  tell(note: string): void
  release(): void
}

function read(path: string): LockNote | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof parsed !== 'object' || parsed === null) return undefined
    const { pid, startTicks, note } = parsed as Record<string, unknown>
    if (typeof pid !== 'number' || typeof startTicks !== 'number') return undefined
    return { pid, startTicks, note: typeof note === 'string' ? note : '' }
  } catch (error) {
    // A torn file was written by nobody alive: it appears complete or not at all, see below.
    if (systemCode(error) === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * Clears a dead holder's file away. Between our look and our hand another starter may have taken the
 * lock: then what we moved is a living holder's file, and goes back.
 */
function clearDeadHolder(path: string): LockNote | undefined {
  const grave = `${path}.${process.pid}.dead`
  try {
    renameSync(path, grave)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
  const holder = read(grave)
  const isLiving = holder !== undefined && isAlive(holder)
  if (isLiving) linkSync(grave, path)
  rmSync(grave)
  return isLiving ? holder : undefined
}

/**
 * Takes the lock for this process, or says who holds it. A lock whose holder has died is taken over:
 * number and start time together tell it from a later process with the same number.
 */
export function takeLock(path: string, note: string): ProcessLock | { heldBy: LockNote } {
  const me = identify(process.pid)
  if (me === undefined) throw new Error('this process cannot find itself in /proc')
  const mine = `${path}.${process.pid}`
  const write = (target: string, text: string) =>
    writeFileSync(target, `${JSON.stringify({ ...me, note: text })}\n`, { mode: 0o600 })
  write(mine, note)
  try {
    for (;;) {
      try {
        linkSync(mine, path)
        break
      } catch (error) {
        if (systemCode(error) !== 'EEXIST') throw error
      }
      const seen = read(path)
      const holder = seen !== undefined && isAlive(seen) ? seen : clearDeadHolder(path)
      if (holder !== undefined) return { heldBy: holder }
    }
  } finally {
    rmSync(mine)
  }
  const isMine = () => {
    const holder = read(path)
    return holder?.pid === me.pid && holder.startTicks === me.startTicks
  }
  return {
    tell: (text) => {
      if (isMine()) write(path, text)
    },
    release: () => {
      if (isMine()) rmSync(path, { force: true })
    },
  }
}

/** Takes the lock as soon as its holder lets go of it or dies. */
export async function waitForLock(path: string, note: string): Promise<ProcessLock> {
  for (;;) {
    const lock = takeLock(path, note)
    if (!('heldBy' in lock)) return lock
    await waitForChange(lock.heldBy, path)
  }
}

/** A file's holder cannot tell us when it ends: looking twice a second is how we find out. */
async function waitForChange(holder: LockNote, path: string): Promise<void> {
  while (isAlive(holder) && read(path)?.startTicks === holder.startTicks) await delay(500)
}
