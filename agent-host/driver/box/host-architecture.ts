import type { Architecture } from './syscalls'

/** The architecture that this process runs on. Throws where there is no system call filter for it. */
export function hostArchitecture(): Architecture {
  if (process.arch === 'x64' || process.arch === 'arm64') return process.arch
  throw new Error(`no system call filter for ${process.arch}`)
}
