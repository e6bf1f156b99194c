import type { WebSocket } from 'ws'

/** Above this a side that has not taken what it was sent is waited for. */
const pauseAboveBytes = 1024 * 1024
const lookEveryMs = 50

/** What `slow` has not taken yet is too much: nothing more should be read for it. */
export const isBehind = (slow: WebSocket): boolean => slow.bufferedAmount > pauseAboveBytes

/**
 * Reads nothing from `source` until `slow` has caught up or `isOver`: whoever fills one side of a socket
 * faster than the other takes it waits, and costs nobody else memory. Does nothing while it already waits.
 */
export function holdBack(source: WebSocket, slow: WebSocket, isOver: () => boolean): void {
  if (source.isPaused) return
  source.pause()
  const timer = setInterval(() => {
    if (!isOver() && slow.bufferedAmount > pauseAboveBytes / 2) return
    clearInterval(timer)
    source.resume()
  }, lookEveryMs)
}
