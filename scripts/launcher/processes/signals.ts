// npm passes Ctrl-C on to its child, which has it from the terminal already: what comes within a
// moment of the first is the same key press.
const samePressMs = 700

export interface StopSignals {
  /** Aborts at the first request to stop. */
  stop: AbortSignal
  /** Aborts at the second one: whoever presses Ctrl-C twice does not want to wait. */
  hurry: AbortSignal
  /** Asks for a stop from inside, because something is lost that the product cannot do without. */
  giveUp(): void
  hasGivenUp(): boolean
}

export function listenForStop(onHurry: () => void): StopSignals {
  const stop = new AbortController()
  const hurry = new AbortController()
  let firstMs = 0
  let isLost = false
  const onSignal = () => {
    if (!stop.signal.aborted) {
      firstMs = Date.now()
      stop.abort(new Error('asked to stop'))
    } else if (Date.now() - firstMs > samePressMs && !hurry.signal.aborted) {
      onHurry()
      hurry.abort()
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  // The line to the process that npm knows: when that one is killed, nobody else would stop us.
  process.on('disconnect', onSignal)
  return {
    stop: stop.signal,
    hurry: hurry.signal,
    giveUp: () => {
      isLost = true
      stop.abort(new Error('gave up'))
    },
    hasGivenUp: () => isLost,
  }
}
