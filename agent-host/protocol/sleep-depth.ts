import { z } from 'zod'

/**
 * How deep a resting machine sleeps, and so how long its waking takes. `frozen`: halted with its memory, back in
 * a moment. `hibernated`: its memory is on disk, back in about a second. `stopped`: it boots from its storage.
 */
export const SleepDepth = z.enum(['frozen', 'hibernated', 'stopped'])
export type SleepDepth = z.infer<typeof SleepDepth>
