/** @typedef {import('./progress.d.mts').Progress} Progress */

const quietMs = 2_000

const seconds = (ms) => `${Math.round(ms / 1000)} s`

/**
 * Says what takes long. A step shorter than two seconds says nothing; a longer one shows its seconds
 * in one line that is rewritten, or, where output is not a terminal, in a new line now and then.
 * @returns {Progress}
 */
export function createProgress(out = process.stdout) {
  const running = new Set()
  let shown = false
  let timer

  const clear = () => {
    if (shown) out.write('\r\x1b[K')
    shown = false
  }
  const say = (line) => {
    clear()
    out.write(`${line}\n`)
  }
  const tick = () => {
    const now = Date.now()
    const due = [...running].filter((step) => now - step.startedMs >= quietMs)
    if (out.isTTY) {
      clear()
      if (due.length === 0) return
      const line = due.map((step) => `${step.title} ${seconds(now - step.startedMs)}`).join(' · ')
      out.write(`  ${line.slice(0, Math.max(20, (out.columns ?? 80) - 4))}`)
      shown = true
      return
    }
    for (const step of due) {
      if (now < step.nextLineMs) continue
      step.nextLineMs = now + 15_000
      say(`  ${step.title} … ${seconds(now - step.startedMs)}`)
    }
  }

  return {
    say,
    async step(title, run) {
      const startedMs = Date.now()
      const step = { title, startedMs, nextLineMs: startedMs + quietMs }
      running.add(step)
      timer ??= setInterval(tick, 1_000)
      try {
        const result = await run()
        const tookMs = Date.now() - startedMs
        if (tookMs >= quietMs) say(`  ${title}: done in ${seconds(tookMs)}`)
        return result
      } finally {
        running.delete(step)
        if (running.size === 0) {
          clearInterval(timer)
          timer = undefined
          clear()
        }
      }
    },
  }
}
