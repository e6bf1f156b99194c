import { setTimeout as delay } from 'node:timers/promises'
import { openRuntime, systemCtx } from '@/server/context'
import { readEnv } from '@/server/env'
import { sweep } from './sweep'
import { watchHost } from './watch-host'
import { startWork } from './work'

// 30 s: the longest that anything may go unnoticed when its event was lost.
const sweepEveryMs = 30_000

const runtime = await openRuntime(readEnv(), 'worker')
const { log, boss } = runtime
const ctx = systemCtx(runtime)
const stopping = new AbortController()

async function sweepForever(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sweep(ctx)
    await delay(sweepEveryMs, undefined, { signal }).catch(() => undefined)
  }
}

await startWork(boss, ctx)
const loops = [
  sweepForever(stopping.signal),
  ...ctx.hosts.ids().map((hostId) => watchHost(ctx, hostId, stopping.signal)),
]
log.info({ hosts: ctx.hosts.ids() }, 'the worker is up')

async function stop(signal: string): Promise<void> {
  if (stopping.signal.aborted) return
  log.info({ signal }, 'the worker stops')
  stopping.abort()
  await Promise.all(loops)
  await runtime.close()
  log.info({}, 'the worker has stopped')
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    stop(signal).catch((error: unknown) => {
      log.error({ err: error }, 'the worker did not stop in order')
      process.exitCode = 1
    })
  })
}
