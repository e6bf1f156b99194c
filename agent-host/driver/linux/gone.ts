/** The error codes with which the system says that a file or a process has gone, or is going. */
const goneCodes = new Set(['ENOENT', 'ENODEV', 'ESRCH'])

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined

/** What `work` answers, or `otherwise` when its subject has gone. Every other failure stays one. */
export async function orIfGone<T>(work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (goneCodes.has(codeOf(error) ?? '')) return otherwise
    throw error
  }
}

/** SIGKILL, if the process is still there. */
export function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error
  }
}
