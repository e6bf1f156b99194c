import type { Progress } from './progress.mjs'

export function isInstalled(root: string): boolean
export function ensureInstalled(root: string, progress: Progress): Promise<void>
