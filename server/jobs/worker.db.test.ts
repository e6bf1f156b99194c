import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { sessions } from '@/drizzle/schema/accounts'
import { hosts } from '@/drizzle/schema/hosts'
import { Secret } from '@/server/core/secret'
import { findMyAgent } from '@/server/domain/agents'
import { createBoss } from '@/server/gateways/jobs/boss-jobs'
import { runningAgent, type StartedAgent, startAgent } from '@/server/testing/agents'
import { silentLog } from '@/server/testing/silent-log'
import { readyMachine } from '@/server/testing/snapshots'
import { useWorld } from '@/server/testing/world'
import { watchHost } from './watch-host'
import { startWork } from './work'

const world = useWorld()
const boss = createBoss(new Secret(world.databaseUrl), 'worker', silentLog)
let watching: { stop: AbortController; ended: Promise<void> } | undefined

beforeAll(async () => {
  await boss.start()
  await startWork(boss, world.system())
})
afterAll(() => boss.stop({ graceful: false }))
afterEach(async () => {
  watching?.stop.abort()
  await watching?.ended
  watching = undefined
})

const watch = () => {
  const stop = new AbortController()
  watching = { stop, ended: watchHost(world.system(), world.hostId, stop.signal) }
}
const phase = async ({ actor }: StartedAgent) => (await findMyAgent(world.signedIn(actor)))?.phase
const isWatched = async () => {
  const [row] = await world.db.select().from(hosts).where(eq(hosts.id, world.hostId))
  return row?.isWatched
}
const within = { timeout: 10_000, interval: 20 }

describe('the worker', () => {
  it('takes an agent from the queue to ready as soon as its host has a machine', async () => {
    watch()
    await vi.waitUntil(isWatched, within)
    const started = await startAgent(world)
    expect(await phase(started)).toBe('queued')
    world.host.change((snapshot) => snapshot.machines.push(readyMachine()))
    await vi.waitUntil(async () => (await phase(started)) === 'ready', within)
  })

  it('says that it cannot see the host once the watch breaks, and sees it again later', async () => {
    watch()
    await vi.waitUntil(isWatched, within)
    const plugIn = world.host.unplug()
    await vi.waitUntil(async () => (await isWatched()) === false, within)
    plugIn()
    await vi.waitUntil(isWatched, within)
  })

  it('tells a host that it sees again which sessions have ended meanwhile', async () => {
    const { actor } = await runningAgent(world)
    // Ended, and its job lost or long given up.
    await world.db
      .update(sessions)
      .set({ revokedAt: world.clock.now() })
      .where(eq(sessions.id, actor.sessionId))
    watch()
    await vi.waitUntil(() => world.host.endedSessions.has(actor.sessionId), within)
  })

  it('tries again what failed while the host was away, without being asked', async () => {
    world.host.change((snapshot) => snapshot.machines.push(readyMachine()))
    await world.hear()
    const plugIn = world.host.unplug()
    const calls = vi.spyOn(world.host, 'lease')
    const started = await startAgent(world)
    await vi.waitUntil(() => calls.mock.calls.length > 0, within)
    expect(await phase(started)).toBe('preparing')
    plugIn()
    await vi.waitUntil(async () => (await phase(started)) === 'ready', within)
    expect(calls.mock.calls.length).toBeGreaterThan(1)
  })
})
