import { describe, expect, it } from 'vitest'
import { openTicket } from '@/agent-host/protocol/ticket'
import { sessions } from '@/drizzle/schema/accounts'
import type { UserActor } from '@/server/core/actor'
import { newSessionId } from '@/server/core/ids'
import { revokeSession } from '@/server/domain/accounts'
import { mintTicket } from '@/server/domain/agents'
import { endOtherSessions, endSession } from '@/server/domain/profile'
import { runningAgent } from '@/server/testing/agents'
import { testHostKey, useWorld } from '@/server/testing/world'
import { endSessionsOnHost } from './tell-hosts'

const world = useWorld()
const { hostId } = world
const hourMs = 60 * 60_000

/** The same person on another device. */
async function another(actor: UserActor): Promise<UserActor> {
  const sessionId = newSessionId()
  const createdAt = world.clock.now()
  const expiresAt = new Date(createdAt.getTime() + hourMs)
  await world.db
    .insert(sessions)
    .values({ id: sessionId, userId: actor.userId, createdAt, expiresAt })
  return { ...actor, sessionId }
}
const tell = () => endSessionsOnHost(world.system(), { hostId })
const told = (actor: UserActor) => world.host.endedSessions.has(actor.sessionId)
const isAsked = async () =>
  (await world.waitingJobs('hosts.end-sessions')).some(
    (request) => JSON.stringify(request) === JSON.stringify({ hostId }),
  )

describe('a session that its person ends', () => {
  it('is told to the host of their agent, by the transaction that ends it', async () => {
    const { actor } = await runningAgent(world)
    const phone = await another(actor)
    await endSession(world.signedIn(actor), { sessionId: phone.sessionId })
    expect(await isAsked()).toBe(true)
    await tell()
    expect([told(phone), told(actor)]).toEqual([true, false])
  })

  it('is told when all others end, and at a sign-out', async () => {
    const { actor } = await runningAgent(world)
    const [phone, tablet] = [await another(actor), await another(actor)]
    await endOtherSessions(world.signedIn(phone))
    await tell()
    expect([told(actor), told(tablet), told(phone)]).toEqual([true, true, false])
    await revokeSession(world.system(), phone.sessionId)
    await tell()
    expect(told(phone)).toBe(true)
  })

  it('leaves another account’s sessions alone', async () => {
    const [mine, theirs] = [await runningAgent(world), await runningAgent(world)]
    await another(mine.actor)
    await endOtherSessions(world.signedIn(mine.actor))
    await tell()
    expect(told(theirs.actor)).toBe(false)
    const refused = endSession(world.signedIn(mine.actor), { sessionId: theirs.actor.sessionId })
    await expect(refused).rejects.toMatchObject({ code: 'not_found' })
  })

  it('reaches a host that was away, once it is back', async () => {
    const { actor } = await runningAgent(world)
    const phone = await another(actor)
    const plugIn = world.host.unplug()
    await endSession(world.signedIn(actor), { sessionId: phone.sessionId })
    await expect(tell()).rejects.toMatchObject({ code: 'unavailable' })
    plugIn()
    await tell()
    expect(told(phone)).toBe(true)
  })

  it('gets no ticket any more, even for a request that began before its end', async () => {
    const { actor, agentId } = await runningAgent(world)
    const phone = world.signedIn(await another(actor))
    const { ticket } = await mintTicket(phone, { agentId })
    expect(openTicket(ticket, testHostKey.reveal())).toMatchObject({
      sessionId: phone.actor.sessionId,
      sessionEndsAtMs: world.clock.now().getTime() + hourMs,
    })
    await revokeSession(world.system(), phone.actor.sessionId)
    const late = mintTicket(phone, { agentId })
    await expect(late).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('is not told any more when its time is over: the host has seen that itself', async () => {
    const { actor } = await runningAgent(world)
    const phone = await another(actor)
    await revokeSession(world.system(), phone.sessionId)
    world.clock.advance(hourMs)
    await tell()
    expect(told(phone)).toBe(false)
  })
})
