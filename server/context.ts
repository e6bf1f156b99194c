import type { PgBoss } from 'pg-boss'
import pino from 'pino'
import { type Actor, system } from './core/actor'
import { systemClock } from './core/clock'
import type { Log } from './core/log'
import { vaultOf } from './core/vault'
import type { Caller, Ctx } from './domain/ctx'
import type { Database } from './domain/database'
import { type Env, readEnv } from './env'
import { openDatabase } from './gateways/database/open-database'
import { postgresChanges } from './gateways/database/postgres-changes'
import { hostDirectory } from './gateways/host/host-directory'
import { defaultTimeouts, httpHost } from './gateways/host/http-host'
import { type BossRole, bossJobs, createBoss } from './gateways/jobs/boss-jobs'
import { realMail } from './gateways/mail/real-mail'

/** What a process has once; a request adds who asks and from where. */
export interface Runtime {
  env: Env
  log: Log
  boss: PgBoss
  db: Database
  ctxFor(actor: Actor, caller: Caller): Ctx
  /** Ends what would keep an answer open for ever. Repeatable. */
  stopFollowing(): Promise<void>
  /** Ends connections. Call it last, and once. */
  close(): Promise<void>
}

// Facts that must not reach a log even when somebody passes a whole object.
const redact = {
  paths: ['password', 'apiKey', 'ticket', '*.password', '*.apiKey', '*.ticket', '*.sealedKey'],
  censor: '••••',
}

export async function openRuntime(env: Env, role: Exclude<BossRole, 'migrator'>): Promise<Runtime> {
  const log = pino({ level: env.logLevel, base: { process: role }, redact })
  const { db, close } = openDatabase(env.databaseUrl, { name: `rockpool ${role}`, max: 10 })
  const boss = createBoss(env.databaseUrl, role, log)
  try {
    await boss.start()
  } catch (error) {
    await close()
    throw error
  }
  const { id, url, key } = env.host
  const hosts = hostDirectory(new Map([[id, httpHost({ id, url, key, log, ...defaultTimeouts })]]))
  const jobs = bossJobs(boss)
  const changes = postgresChanges(env.databaseUrl, `rockpool ${role} changes`, log)
  const mail = realMail()
  const vault = vaultOf(env.vaultKey)
  const { setupLink, publicOrigin, listensOn } = env
  return {
    env,
    log,
    boss,
    db,
    ctxFor: (actor, caller) => ({
      actor,
      caller,
      db,
      jobs,
      jobDesk: jobs,
      changes,
      clock: systemClock,
      log,
      hosts,
      mail,
      vault,
      hostKey: (hostId) => {
        if (hostId !== id) throw new Error(`host ${hostId} is not configured here`)
        return key
      },
      setupLink,
      publicOrigin,
      listensOn,
    }),
    stopFollowing: () => changes.stop(),
    close: async () => {
      await changes.stop()
      await boss.stop({ graceful: true, timeout: 10_000 })
      await close()
    },
  }
}

export const local: Caller = { address: 'local', origin: null, userAgent: null }

export const systemCtx = (runtime: Runtime): Ctx => runtime.ctxFor(system, local)

// Next loads routes and pages as separate bundles, each with its own copy of this module; the slot on
// the global object is what makes them share one pool of connections.
const slot = Symbol.for('rockpool.web-runtime')
type Shared = typeof globalThis & { [slot]?: Promise<Runtime> | undefined }

/** The web process's runtime, opened by the first request. A failed opening is tried again by the next. */
export function webRuntime(): Promise<Runtime> {
  const shared: Shared = globalThis
  shared[slot] ??= openRuntime(readEnv(), 'sender').then(endStreamsWithUs, (error: unknown) => {
    shared[slot] = undefined
    throw error
  })
  return shared[slot]
}

/** Next waits for open answers before it ends, and a live page's answer has no end of its own. */
function endStreamsWithUs(runtime: Runtime): Runtime {
  const end = () => {
    runtime.stopFollowing().catch((error: unknown) => {
      runtime.log.error({ err: error }, 'live pages could not be ended in order')
    })
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  return runtime
}
