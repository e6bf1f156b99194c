import type { SpawnOptions } from 'node:child_process'

/** The program's words. Rejects with its last lines when it ends with anything but 0. */
export function runCommand(command: readonly string[], options?: SpawnOptions): Promise<string>
