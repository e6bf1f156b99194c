import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { users } from '@/drizzle/schema/accounts'
import { agents } from '@/drizzle/schema/agents'
import type { UserActor } from '@/server/core/actor'
import { resolveActor, signIn, signUp } from '@/server/domain/accounts'
import { onboardAgent } from '@/server/domain/agents'
import { startAgent } from '@/server/testing/agents'
import { useWorld } from '@/server/testing/world'
import { changeEmail } from './change-email'
import { changePassword } from './change-password'
import { endOtherSessions, endSession } from './end-sessions'
import { listSessions } from './list-sessions'
import { rename } from './rename'

const world = useWorld()
const password = 'tide kelp limpet'
const other = 'a whole other phrase'
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
let turn = 0

/** An address nobody else in this file uses: attempts are counted by it. */
const from = () => {
  turn += 1
  return { address: `198.51.100.${turn}`, userAgent: firefox }
}
const newEmail = () => `kim-${crypto.randomUUID()}@example.test`

/** A session as its own requests see it. */
async function enter(email: string, given = password) {
  const caller = from()
  const { sessionId } = await signIn(world.ctx(undefined, caller), { email, password: given })
  const actor = await resolveActor(world.ctx(), sessionId)
  if (actor.kind !== 'user') throw new Error('the sign-in gave no session')
  return { ...world.ctx(actor, caller), actor }
}
async function kim() {
  const email = newEmail()
  await signUp(world.ctx(undefined, from()), { name: 'Kim', email, password })
  return { email, ctx: await enter(email) }
}
const isAlive = async (actor: UserActor) =>
  (await resolveActor(world.ctx(), actor.sessionId)).kind === 'user'
const wrong = { code: 'invalid', facts: { field: 'currentPassword' } }

describe('a new password', () => {
  it('ends the other sessions, says how many, keeps this one, and is the one that counts', async () => {
    const { email, ctx } = await kim()
    const others = [await enter(email), await enter(email)]
    const change = { currentPassword: password, password: other }
    expect(await changePassword(ctx, change)).toEqual({ endedSessions: 2 })
    expect(await Promise.all(others.map(({ actor }) => isAlive(actor)))).toEqual([false, false])
    expect(await isAlive(ctx.actor)).toBe(true)
    await expect(enter(email)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(enter(email, other)).resolves.toBeDefined()
  })

  it('leaves the sessions of other people alone', async () => {
    const stranger = await kim()
    const { ctx } = await kim()
    await changePassword(ctx, { currentPassword: password, password: other })
    expect(await isAlive(stranger.ctx.actor)).toBe(true)
  })

  it('is refused when it is weak or the present one, and nothing ends', async () => {
    const { email, ctx } = await kim()
    const second = await enter(email)
    const field = { code: 'invalid', facts: { field: 'password' } }
    for (const weak of ['short', 'password123', password]) {
      const refused = changePassword(ctx, { currentPassword: password, password: weak })
      await expect(refused).rejects.toMatchObject(field)
    }
    expect(await isAlive(second.actor)).toBe(true)
  })
})

describe('a wrong present password', () => {
  it('counts like one at sign-in, and closes both doors after five', async () => {
    const { email, ctx } = await kim()
    const change = { currentPassword: 'not this one', password: other }
    for (let n = 0; n < 5; n += 1) {
      await expect(changePassword(ctx, change)).rejects.toMatchObject(wrong)
    }
    const limited = { code: 'rate_limited' }
    await expect(changePassword(ctx, change)).rejects.toMatchObject(limited)
    const right = { currentPassword: password, email: newEmail() }
    await expect(changeEmail(ctx, right)).rejects.toMatchObject(limited)
    await expect(enter(email)).rejects.toMatchObject(limited)
  })
})

describe('a new e-mail address', () => {
  it('needs the password, is kept in one spelling and is the one to sign in with', async () => {
    const { email, ctx } = await kim()
    const next = newEmail()
    const refused = changeEmail(ctx, { email: next, currentPassword: 'no' })
    await expect(refused).rejects.toMatchObject(wrong)
    const given = { email: ` ${next.toUpperCase()}`, currentPassword: password }
    expect(await changeEmail(ctx, given)).toEqual({ email: next })
    await expect(enter(next)).resolves.toBeDefined()
    await expect(enter(email)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('of somebody else is refused; two who want the same one at once do not both get it', async () => {
    const [a, b] = [await kim(), await kim()]
    const taken = { code: 'conflict', facts: { field: 'email' } }
    const theirs = changeEmail(a.ctx, { email: b.email, currentPassword: password })
    await expect(theirs).rejects.toMatchObject(taken)
    const email = newEmail()
    const both = await Promise.allSettled(
      [a, b].map(({ ctx }) => changeEmail(ctx, { email, currentPassword: password })),
    )
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: taken })
    expect(await world.db.select().from(users).where(eq(users.email, email))).toHaveLength(1)
  })
})

describe('the sessions of a person', () => {
  it('are told with device and times, this one first, and no other account’s among them', async () => {
    const { email, ctx } = await kim()
    await kim()
    world.clock.advance(60_000)
    const later = await enter(email)
    world.clock.advance(5 * 60_000)
    await resolveActor(world.ctx(), ctx.actor.sessionId)
    const list = await listSessions(later)
    expect(list).toMatchObject([
      { id: later.actor.sessionId, isThisOne: true, device: { name: 'Firefox on Linux' } },
      { id: ctx.actor.sessionId, isThisOne: false, lastSeenAt: world.clock.now() },
    ])
    expect(list).toHaveLength(2)
    expect(list[1]?.firstSeenAt.getTime()).toBeLessThan(list[1]?.lastSeenAt.getTime() ?? 0)
  })

  it('end one by one or all but this one', async () => {
    const { email, ctx } = await kim()
    const [a, b, c] = [await enter(email), await enter(email), await enter(email)]
    await endSession(ctx, { sessionId: a.actor.sessionId })
    expect(await isAlive(a.actor)).toBe(false)
    expect(await isAlive(b.actor)).toBe(true)
    const again = endSession(ctx, { sessionId: a.actor.sessionId })
    await expect(again).rejects.toMatchObject({ code: 'not_found' })
    expect(await endOtherSessions(ctx)).toEqual({ endedSessions: 2 })
    expect(await isAlive(c.actor)).toBe(false)
    expect(await isAlive(ctx.actor)).toBe(true)
  })

  it('of another person cannot be ended: they do not exist', async () => {
    const { ctx } = await kim()
    const stranger = await kim()
    const { sessionId } = stranger.ctx.actor
    await expect(endSession(ctx, { sessionId })).rejects.toMatchObject({ code: 'not_found' })
    expect(await endOtherSessions(ctx)).toEqual({ endedSessions: 0 })
    expect(await isAlive(stranger.ctx.actor)).toBe(true)
  })
})

describe('a new name', () => {
  it('reaches the account’s agent as its next persona, once', async () => {
    const { actor, agentId } = await startAgent(world)
    const ctx = world.signedIn(actor)
    const answers = { name: 'Pip', character: 'Dry.', aboutMe: '', firstTask: '' }
    await onboardAgent(ctx, { agentId, ...answers })
    const jobs = await world.jobsAskedBy('agents.reconcile', async () => {
      await rename(ctx, { name: 'Kimberley' })
      await rename(ctx, { name: 'Kimberley' })
    })
    const [agent] = await world.db.select().from(agents).where(eq(agents.id, agentId))
    expect(agent?.personaVersion).toBe(3)
    expect(jobs).toEqual([{ agentId }])
  })

  it('leaves other accounts as they were', async () => {
    const stranger = await startAgent(world)
    await rename(world.signedIn(await world.person()), { name: 'Nobody' })
    const [agent] = await world.db.select().from(agents).where(eq(agents.id, stranger.agentId))
    expect(agent?.personaVersion).toBe(1)
  })
})
