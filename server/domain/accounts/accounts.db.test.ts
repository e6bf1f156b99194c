import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { sessions, users } from '@/drizzle/schema/accounts'
import { AppError } from '@/server/core/errors'
import { useWorld } from '@/server/testing/world'
import { getMe } from './get-me'
import { forgetOldSessions, resolveActor, revokeSession } from './sessions'
import { sessionLifeMs, signIn } from './sign-in'
import { signUp } from './sign-up'

const world = useWorld()
const password = 'tide kelp limpet'
let turn = 0

/** An address nobody else in this file uses: attempts are counted by it. */
const from = () => {
  turn += 1
  return { address: `198.51.100.${turn}` }
}
const newEmail = () => `kim-${crypto.randomUUID()}@example.test`

async function register(email = newEmail()) {
  const { userId } = await signUp(world.ctx(undefined, from()), { name: 'Kim', email, password })
  return { userId, email }
}
const tryIn = (email: string, given: string, caller = from()) =>
  signIn(world.ctx(undefined, caller), { email, password: given })

describe('signing up', () => {
  it('keeps one spelling of an email address', async () => {
    const email = newEmail()
    const { userId } = await register(` ${email.toUpperCase()} `)
    const [row] = await world.db.select().from(users).where(eq(users.id, userId))
    expect(row?.email).toBe(email)
    const conflict = { code: 'conflict', facts: { field: 'email' } }
    await expect(register(email)).rejects.toMatchObject(conflict)
  })

  it('makes one account when the same form arrives five times at once', async () => {
    const email = newEmail()
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => register(email)))
    expect(outcomes.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
  })

  it('is limited per address', async () => {
    const caller = from()
    const ctx = world.ctx(undefined, caller)
    const weak = { name: 'Kim', email: newEmail(), password: 'short' }
    // A refused password costs no attempt and no hash.
    for (let n = 0; n < 70; n += 1) {
      await expect(signUp(ctx, weak)).rejects.toMatchObject({ code: 'invalid' })
    }
    const { spendAttempt, signUpLimit } = await import('./attempts')
    for (let n = 0; n < signUpLimit.allowed; n += 1) {
      await spendAttempt(ctx, `sign-up:address:${caller.address}`, signUpLimit)
    }
    const next = signUp(ctx, { name: 'Kim', email: newEmail(), password })
    await expect(next).rejects.toMatchObject({ code: 'rate_limited' })
  })
})

describe('signing in', () => {
  it('refuses an unknown address and a wrong password with the same words', async () => {
    const { email } = await register()
    const wrong = await tryIn(email, 'wrong').catch((error: unknown) => error)
    const unknown = await tryIn(newEmail(), 'wrong').catch((error: unknown) => error)
    expect(wrong).toMatchObject({ code: 'unauthenticated' })
    expect(unknown).toMatchObject({ code: 'unauthenticated' })
    expect(String(unknown)).toBe(String(wrong))
  })

  it('closes an account for 15 minutes after five wrong attempts from anywhere', async () => {
    const { email } = await register()
    for (let n = 0; n < 5; n += 1) {
      await expect(tryIn(email, 'wrong')).rejects.toMatchObject({ code: 'unauthenticated' })
    }
    await expect(tryIn(email, password)).rejects.toMatchObject({ code: 'rate_limited' })
    world.clock.advance(15 * 60_000)
    await expect(tryIn(email, password)).resolves.toMatchObject({ email })
  })

  it('closes an address after five wrong attempts on any accounts, and spares those accounts', async () => {
    const { email } = await register()
    const caller = from()
    for (let n = 0; n < 5; n += 1) {
      await expect(tryIn(newEmail(), 'x', caller)).rejects.toMatchObject({
        code: 'unauthenticated',
      })
    }
    for (let n = 0; n < 10; n += 1) {
      await expect(tryIn(email, password, caller)).rejects.toMatchObject({ code: 'rate_limited' })
    }
    await expect(tryIn(email, password)).resolves.toMatchObject({ email })
  })

  it('does not let a burst slip past the count', async () => {
    const { email } = await register()
    const burst = Array.from({ length: 20 }, () => tryIn(email, 'wrong'))
    const outcomes = await Promise.allSettled(burst)
    const codes = outcomes.map((each) =>
      each.status === 'rejected' && each.reason instanceof AppError ? each.reason.code : 'in',
    )
    expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(5)
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(15)
  })

  it('counts wrong attempts only', async () => {
    const { email } = await register()
    const caller = from()
    for (let n = 0; n < 8; n += 1) await tryIn(email, password, caller)
  })
})

describe('a session', () => {
  it('names its person and account until it is revoked', async () => {
    const { email, userId } = await register()
    const { sessionId } = await tryIn(email, password)
    const ctx = world.ctx()
    expect(await resolveActor(ctx, sessionId)).toMatchObject({
      kind: 'user',
      userId,
      role: 'owner',
    })
    await revokeSession(ctx, sessionId)
    await revokeSession(ctx, sessionId)
    expect(await resolveActor(ctx, sessionId)).toEqual({ kind: 'anonymous' })
  })

  it('ends 24 hours after sign-in, and is forgotten a month later', async () => {
    const { email } = await register()
    const { sessionId } = await tryIn(email, password)
    world.clock.advance(sessionLifeMs - 1)
    expect(await resolveActor(world.ctx(), sessionId)).toMatchObject({ kind: 'user' })
    world.clock.advance(1)
    expect(await resolveActor(world.ctx(), sessionId)).toEqual({ kind: 'anonymous' })
    const kept = () => world.db.select().from(sessions).where(eq(sessions.id, sessionId))
    await forgetOldSessions(world.ctx())
    expect(await kept()).toHaveLength(1)
    world.clock.advance(31 * 24 * 60 * 60_000)
    await forgetOldSessions(world.ctx())
    expect(await kept()).toHaveLength(0)
  })

  it.each(['', 'ses_zzz', "ses_00000000000000000000' or true"])('is not made of %j', async (id) => {
    expect(await resolveActor(world.ctx(), id)).toEqual({ kind: 'anonymous' })
  })

  it('tells its person about themselves, before and without a trial', async () => {
    const actor = await world.person('Ada')
    expect(await getMe(world.signedIn(actor))).toMatchObject({
      user: { id: actor.userId, name: 'Ada', role: 'user' },
      account: { id: actor.accountId, plan: null, trialEndsAt: null },
      payment: { configured: false },
    })
  })

  it('shows another account to nobody', async () => {
    const [mine, theirs] = [await world.person(), await world.person()]
    const crossed = world.signedIn({ ...mine, accountId: theirs.accountId })
    await expect(getMe(crossed)).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})
