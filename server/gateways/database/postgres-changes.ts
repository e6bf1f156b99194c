import { setTimeout as delay } from 'node:timers/promises'
import postgres from 'postgres'
import { AppError } from '@/server/core/errors'
import type { Log } from '@/server/core/log'
import type { Secret } from '@/server/core/secret'
import type { Changes, ChangeTopic } from '@/server/domain/changes'

/** The names of the triggers' channels; see the migration that makes them. */
const channels: Readonly<Record<ChangeTopic, string>> = { fleet: 'rockpool_fleet' }

// 150 ms: a person sees no difference, and a host that reports twenty machines is one change.
const quietMs = 150

export interface PostgresChanges extends Changes {
  /** Ends all followers and the connection. Repeatable. */
  stop(): Promise<void>
}

/**
 * One connection for all followers of this process, opened by the first. When it is lost, the driver
 * opens it again, and every follower looks once: what changed meanwhile was told to nobody.
 */
export function postgresChanges(url: Secret, name: string, log: Log): PostgresChanges {
  const sql = postgres(url.reveal(), {
    max: 1,
    connection: { application_name: name },
    onnotice: () => undefined,
  })
  const stopping = new AbortController()
  const bells = new Map<ChangeTopic, Set<() => void>>()
  const listening = new Map<ChangeTopic, Promise<unknown>>()

  const ring = (topic: ChangeTopic) => {
    for (const bell of bells.get(topic) ?? []) bell()
  }
  const listen = async (topic: ChangeTopic): Promise<void> => {
    const all = () => ring(topic)
    const started = listening.get(topic) ?? sql.listen(channels[topic], all, all)
    listening.set(topic, started)
    try {
      await started
    } catch (error) {
      // The next follower tries anew.
      listening.delete(topic)
      log.error({ err: error, topic }, 'changes cannot be followed')
      throw error
    }
  }

  return {
    async *follow(topic, signal) {
      const either = AbortSignal.any([signal, stopping.signal])
      let rung = Promise.withResolvers<void>()
      const bell = () => rung.resolve()
      const set = bells.get(topic) ?? new Set()
      bells.set(topic, set.add(bell))
      either.addEventListener('abort', bell)
      try {
        await listen(topic)
        while (!either.aborted) {
          rung = Promise.withResolvers<void>()
          yield
          await rung.promise
          await delay(quietMs, undefined, { signal: either }).catch(() => undefined)
        }
      } finally {
        set.delete(bell)
        either.removeEventListener('abort', bell)
      }
      if (signal.aborted) return
      throw new AppError('unavailable', { public: 'The server is being restarted.' })
    },
    async stop() {
      if (stopping.signal.aborted) return
      stopping.abort()
      await sql.end({ timeout: 2 })
    },
  }
}
