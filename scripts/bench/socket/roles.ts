import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

/** Programs of this benchmark that run in processes of their own, so that nobody's work counts as another's. */
export type RoleName = 'gateway' | 'host' | 'http-proxy'

export interface Role {
  pid: number
  /** Collects garbage first where the program is Node's. */
  residentKib(): Promise<number>
  stop(): Promise<void>
}

/** Starts a role of this very bundle and resolves when it has said that it is up. */
export async function startRole(name: RoleName, about: object): Promise<Role> {
  const bundle = process.argv[1]
  if (bundle === undefined) throw new Error('this program has no file')
  const child = fork(bundle, [name, JSON.stringify(about)], { execArgv: ['--expose-gc'] })
  await told(child, 'up')
  return {
    pid: pidOf(child),
    async residentKib() {
      child.send('collect')
      await told(child, 'collected')
      return residentKibOf(pidOf(child))
    },
    async stop() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** In a role: says that it is up, and collects garbage when it is asked to. */
export function answerForRole(): void {
  process.on('message', (word) => {
    if (word !== 'collect') return
    globalThis.gc?.()
    process.send?.('collected')
  })
  process.send?.('up')
}

async function told(child: ChildProcess, word: string): Promise<void> {
  const over = new AbortController()
  const died = () => over.abort(new Error(`a program ended before it said "${word}"`))
  child.once('exit', died)
  try {
    for (;;) {
      const heard: unknown[] = await once(child, 'message', { signal: over.signal })
      if (heard[0] === word) return
    }
  } finally {
    child.off('exit', died)
  }
}

export function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the program did not start')
  return child.pid
}

export function residentKibOf(pid: number): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1])
}
