import type { Thread } from '../thread/thread'

/** Events come in bursts; one reading explains them all. */
export const explainAfterMs = 150
export const retryAfterMs = 1_500
/** A run this quiet is asked about. Models may think for minutes, so it is only a question. */
const quietRunMs = 60_000
/** The same for work that we have not heard of at all, such as one taken up after a restart. */
const unheardRunMs = 5_000

/** How long a busy conversation may stay quiet before history is asked whether it still is. */
export function patienceMs(thread: Thread, nowMs: number): number {
  const heard = thread.runs.filter((run) => run.end === null).map((run) => run.heardAtMs)
  if (heard.length === 0) return thread.isBusyElsewhere ? unheardRunMs : quietRunMs
  return Math.max(unheardRunMs, quietRunMs - (nowMs - Math.max(...heard)))
}
