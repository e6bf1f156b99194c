import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Fixed, so that nobody's PATH decides what runs as root. */
const env = { NODE_ENV: 'production', PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' } as const

/** A disk is made of a gigabyte of small files; on a busy server that takes a minute. */
const withinMs = 240_000

/** What one of the system's own programs printed. Throws an Error with its last words. */
export async function runTool(program: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(program, args, { env, timeout: withinMs })
    return stdout
  } catch (error) {
    const words = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
    throw new Error(`${program}: ${words === '' ? String(error) : words}`, { cause: error })
  }
}
