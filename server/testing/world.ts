import { eq } from 'drizzle-orm'
import { afterAll, beforeAll } from 'vitest'
import type { HostSnapshot } from '@/agent-host/protocol/control'
import { sessions, users } from '@/drizzle/schema/accounts'
import { type Actor, anonymous, system, type UserActor } from '@/server/core/actor'
import { after } from '@/server/core/clock'
import type { HostId } from '@/server/core/ids'
import { Secret } from '@/server/core/secret'
import { vaultOf } from '@/server/core/vault'
import { createUser } from '@/server/domain/accounts'
import type { Ctx } from '@/server/domain/ctx'
import { applySnapshot } from '@/server/domain/hosts'
import { postgresChanges } from '@/server/gateways/database/postgres-changes'
import { hostDirectory } from '@/server/gateways/host/host-directory'
import { type StandInHost, standInHost } from '@/server/gateways/host/stand-in-host'
import { bossJobs, createBoss } from '@/server/gateways/jobs/boss-jobs'
import { type StandInMail, standInMail } from '@/server/gateways/mail/stand-in-mail'
import { newSessionId } from '../core/ids'
import { useDatabase } from './database'
import { type FixedClock, fixedClock } from './fixed-clock'
import { silentLog } from './silent-log'
import { hostSnapshot } from './snapshots'

export const siteOrigin = 'http://rockpool.test'
export const testHostKey = new Secret('test-host-key-test-host-key-test-host-key')
export const testSetupLink = new Secret('test-setup-link-of-enough-characters')

/** Longer than any test moves its clock: those about a session's end sign in themselves. */
const longSessionMs = 365 * 24 * 60 * 60_000
export const testVault = vaultOf(new Secret(Buffer.alloc(32, 7).toString('base64url')))

export interface World {
  readonly db: Ctx['db']
  readonly clock: FixedClock
  readonly host: StandInHost
  readonly hostId: HostId
  readonly mail: StandInMail
  readonly databaseUrl: string
  ctx(actor?: Actor, caller?: Partial<Ctx['caller']>): Ctx
  signedIn(actor: UserActor): Ctx & { actor: UserActor }
  system(): Ctx
  /** A person with an account of their own, signed in; the password is not a real hash. */
  person(name?: string): Promise<UserActor>
  /** Somebody who runs this installation, signed in. */
  operator(): Promise<UserActor>
  /** Makes the tables say what the stand-in host says. */
  hear(): Promise<void>
  /** Jobs of one kind that wait, oldest first, as what they ask for. */
  waitingJobs(name: string): Promise<unknown[]>
  /** The same, of what `act` alone asks for: a job that waits already is not asked for a second time. */
  jobsAskedBy(name: string, act: () => Promise<unknown>): Promise<unknown[]>
}

/** A database, a queue, a stand-in host and a clock for one test file; each test makes its own rows. */
export function useWorld(start?: (snapshot: HostSnapshot) => void): World {
  const database = useDatabase()
  const boss = createBoss(new Secret(database.url), 'sender', silentLog)
  const clock = fixedClock()
  const snapshot = hostSnapshot()
  start?.(snapshot)
  const host = standInHost(snapshot)
  const hosts = hostDirectory(new Map([[snapshot.hostId, host]]))
  const jobs = bossJobs(boss)
  const mail = standInMail()
  const changes = postgresChanges(new Secret(database.url), 'rockpool test changes', silentLog)
  let people = 0

  beforeAll(async () => {
    await boss.start()
  })
  // Registered after the database's own end, so it runs before it.
  afterAll(async () => {
    await changes.stop()
    await boss.stop({ graceful: false })
  })

  const ctx: World['ctx'] = (actor = anonymous, caller = {}) => ({
    actor,
    caller: { address: '203.0.113.7', origin: siteOrigin, userAgent: null, ...caller },
    db: database.db,
    jobs,
    jobDesk: jobs,
    changes,
    clock,
    log: silentLog,
    hosts,
    mail,
    vault: testVault,
    hostKey: () => testHostKey,
    setupLink: testSetupLink,
    publicOrigin: siteOrigin,
    listensOn: null,
  })
  const waitingJobs = async (name: string): Promise<unknown[]> =>
    (await boss.findJobs(name, { queued: true })).map((job) => job.data)

  return {
    get db() {
      return database.db
    },
    clock,
    host,
    hostId: snapshot.hostId,
    mail,
    databaseUrl: database.url,
    ctx,
    signedIn: (actor) => ({ ...ctx(actor), actor }),
    system: () => ctx(system),
    async person(name) {
      people += 1
      const { userId, accountId } = await database.db.transaction((tx) =>
        createUser(tx, {
          name: name ?? `Person ${people}`,
          email: `person-${people}-${crypto.randomUUID()}@example.test`,
          passwordHash: 'not a hash',
          isOperator: false,
          at: clock.now(),
        }),
      )
      const sessionId = newSessionId()
      const createdAt = clock.now()
      const expiresAt = after(createdAt, longSessionMs)
      await database.db.insert(sessions).values({ id: sessionId, userId, createdAt, expiresAt })
      return { kind: 'user', userId, accountId, role: 'owner', isOperator: false, sessionId }
    },
    async operator() {
      const actor = await this.person('Olga Operator')
      await database.db.update(users).set({ isOperator: true }).where(eq(users.id, actor.userId))
      return { ...actor, isOperator: true }
    },
    hear: () => applySnapshot(ctx(system), host.snapshot()),
    waitingJobs,
    async jobsAskedBy(name, act) {
      await boss.deleteQueuedJobs(name)
      await act()
      return waitingJobs(name)
    },
  }
}
