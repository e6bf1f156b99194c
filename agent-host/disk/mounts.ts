import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Fixed, so that nobody's PATH decides what runs as root. */
const env = { NODE_ENV: 'production', PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' } as const

/** Far above what any of them takes, also on a disk that is busy. */
const withinMs = 60_000

/** Runs one of the system's own programs. Throws an Error with its last words. */
export async function runProgram(
  program: string,
  args: readonly string[],
  goodCodes: readonly number[] = [0],
): Promise<void> {
  try {
    await run(program, args, { env, timeout: withinMs })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (typeof code === 'number' && goodCodes.includes(code)) return
    const words = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
    throw new Error(`${program}: ${words === '' ? String(error) : words}`, { cause: error })
  }
}

/** Where something is mounted in our own mount namespace, outermost first. */
export async function mountPoints(): Promise<string[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8')
  return table.split('\n').flatMap((line) => {
    const point = line.split(' ')[4]
    return point === undefined ? [] : [unescaped(point)]
  })
}

/** The kernel writes spaces and the like as three octal digits. */
const unescaped = (path: string): string =>
  path.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  )
