import { and, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { users } from '@/drizzle/schema/accounts'
import { auditLog } from '@/drizzle/schema/audit'
import { mails } from '@/drizzle/schema/mails'
import { passwordLinks } from '@/drizzle/schema/password-links'
import { settings } from '@/drizzle/schema/settings'
import { MailId, newId, PasswordLinkId, UserId } from '@/server/core/ids'
import { resolveActor, signIn, signUp } from '@/server/domain/accounts'
import { updateAddress } from '@/server/domain/brand'
import { saveMail, sendMail } from '@/server/domain/mail'
import { runningAgent } from '@/server/testing/agents'
import { useWorld } from '@/server/testing/world'
import {
  askForLink,
  checkLink,
  forgetOldLinks,
  makePasswordLink,
  readWayBackIn,
  sendPasswordLink,
  setPassword,
} from '.'
import { perCaller, perEmail } from './ask-for-link'

const world = useWorld()
const old = 'tide kelp limpet'
const fresh = 'a whole other phrase'
const hour = 60 * 60_000
let turn = 0

/** From an address nobody else in this file uses: attempts are counted by it. */
const visitor = () => {
  turn += 1
  return world.ctx(undefined, { address: `198.51.100.${turn}` })
}
const dead = { code: 'precondition', message: expect.stringMatching(/does not work any more/) }

beforeEach(async () => {
  await world.db.delete(mails)
  await world.db.delete(passwordLinks)
  await saveMail(world.ctx(await world.operator()), {
    kind: 'smtp',
    senderName: 'Tidewater',
    senderAddress: 'hello@tidewater.test',
    host: 'relay.example.test',
    port: 25,
    security: 'none',
    user: '',
    password: null,
  })
})

async function person() {
  const email = `kim-${crypto.randomUUID()}@example.test`
  const { userId } = await signUp(visitor(), { name: 'Kim', email, password: old })
  return { email, userId }
}
const enter = (email: string, password: string) => signIn(visitor(), { email, password })

/** Lets the worker do everything that is asked of it about links. */
async function answerWishes() {
  for (const wish of await world.db.select().from(passwordLinks)) {
    await sendPasswordLink(world.system(), { linkId: PasswordLinkId.parse(wish.id) })
  }
  for (const mail of await world.db.select().from(mails)) {
    await sendMail(world.system(), { mailId: MailId.parse(mail.id) })
  }
}
const lettersTo = (email: string, subject: string) =>
  world.mail.taken.filter(({ to, subject: is }) => to.address === email && is === subject)

const linkSubject = { en: 'Your link to a new password', de: 'Dein Link zu einem neuen Passwort' }
async function linkFor(email: string, locale: 'en' | 'de' = 'en') {
  await askForLink(visitor(), { email, locale })
  await answerWishes()
  const link = /https?:\S+/.exec(lettersTo(email, linkSubject[locale]).at(-1)?.text ?? '')?.[0]
  if (link === undefined) throw new Error('no link came')
  return { link, token: new URL(link).hash.slice(1) }
}

describe('a forgotten password', () => {
  it('is replaced by a link from the mail: old password and every session end, and a letter says so', async () => {
    const { email } = await person()
    const sessions = [await enter(email, old), await enter(email, old)]
    const { link, token } = await linkFor(email)
    expect(link).toBe(`http://rockpool.test/new-password#${token}`)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(await checkLink(visitor(), { token })).toEqual({ email })

    const done = await setPassword(visitor(), { token, password: fresh })
    expect(done).toEqual({ email, endedSessions: 2 })
    for (const { sessionId } of sessions) {
      expect((await resolveActor(world.ctx(), sessionId)).kind).toBe('anonymous')
    }
    await expect(enter(email, old)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(enter(email, fresh)).resolves.toBeDefined()
    await answerWishes()
    expect(lettersTo(email, 'Your password was changed')).toHaveLength(1)
  })

  it('closes what the ended sessions had open, on the host of their agent', async () => {
    const { actor } = await runningAgent(world)
    const [user] = await world.db.select().from(users).where(eq(users.id, actor.userId))
    const { token } = await linkFor(user?.email ?? '')
    const set = () => setPassword(visitor(), { token, password: fresh })
    const { hostId } = world
    expect(await world.jobsAskedBy('hosts.end-sessions', set)).toEqual([{ hostId }])
  })

  it('is answered in the language of the door', async () => {
    const { email } = await person()
    const { link, token } = await linkFor(email, 'de')
    expect(link).toBe(`http://rockpool.test/de/new-password#${token}`)
    await setPassword(visitor(), { token, password: fresh })
    await answerWishes()
    expect(lettersTo(email, 'Dein Passwort wurde geändert')).toHaveLength(1)
  })

  it('is answered alike for an address that nobody has, and then nothing is sent', async () => {
    const { email } = await person()
    await answerWishes()
    const before = world.mail.taken.length
    const stranger = `nobody-${crypto.randomUUID()}@example.test`
    const known = await askForLink(visitor(), { email, locale: 'en' })
    expect(await askForLink(visitor(), { email: stranger, locale: 'en' })).toEqual(known)
    const rows = await world.db.select().from(passwordLinks)
    expect(rows.map(({ userId, tokenHash }) => [userId, tokenHash])).toEqual([
      [null, null],
      [null, null],
    ])
    await answerWishes()
    expect(world.mail.taken.slice(before).map(({ to }) => to.address)).toEqual([email])
  })

  it('gets one link per wish, however often the job runs', async () => {
    const { email } = await person()
    await askForLink(visitor(), { email, locale: 'en' })
    await answerWishes()
    await answerWishes()
    expect(lettersTo(email, linkSubject.en)).toHaveLength(1)
  })

  it('opens a door that too many wrong passwords have closed', async () => {
    const { email } = await person()
    const here = visitor()
    for (let n = 0; n < 5; n += 1) {
      await expect(signIn(here, { email, password: 'wrong' })).rejects.toMatchObject({
        code: 'unauthenticated',
      })
    }
    const shut = signIn(here, { email, password: old })
    await expect(shut).rejects.toMatchObject({ code: 'rate_limited' })
    const { token } = await linkFor(email)
    await setPassword(here, { token, password: fresh })
    await expect(signIn(here, { email, password: fresh })).resolves.toBeDefined()
  })
})

describe('a link', () => {
  it('works once, also when two use it at the same moment', async () => {
    const { email } = await person()
    const { token } = await linkFor(email)
    const both = await Promise.allSettled([
      setPassword(visitor(), { token, password: fresh }),
      setPassword(visitor(), { token, password: 'yet another phrase' }),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const again = setPassword(visitor(), { token, password: 'one more phrase' })
    await expect(again).rejects.toMatchObject(dead)
    await expect(checkLink(visitor(), { token })).rejects.toMatchObject(dead)
  })

  it('ends with the others of the same person when one of them is used', async () => {
    const { email } = await person()
    const [first, second] = [await linkFor(email), await linkFor(email)]
    await setPassword(visitor(), { token: first.token, password: fresh })
    const late = setPassword(visitor(), { token: second.token, password: old })
    await expect(late).rejects.toMatchObject(dead)
    await expect(enter(email, fresh)).resolves.toBeDefined()
  })

  it('ends after an hour', async () => {
    const { email } = await person()
    const { token } = await linkFor(email)
    world.clock.advance(hour - 1)
    await expect(checkLink(visitor(), { token })).resolves.toBeDefined()
    world.clock.advance(1)
    const late = setPassword(visitor(), { token, password: fresh })
    await expect(late).rejects.toMatchObject(dead)
    await expect(enter(email, old)).resolves.toBeDefined()
  })

  it('is not sent any more once it has expired, and says why', async () => {
    const { email } = await person()
    await answerWishes()
    await askForLink(visitor(), { email, locale: 'en' })
    const [wish] = await world.db.select().from(passwordLinks)
    await sendPasswordLink(world.system(), { linkId: PasswordLinkId.parse(wish?.id) })
    world.clock.advance(hour)
    await answerWishes()
    const [row] = await world.db.select().from(mails).where(eq(mails.kind, 'password_link'))
    expect(row).toMatchObject({ state: 'failed', problem: expect.stringMatching(/expired/) })
  })

  it('cannot be guessed, and guessing is stopped; a right one does not count', async () => {
    const { email } = await person()
    const { token } = await linkFor(email)
    const here = visitor()
    const guesses = [...Array(19).keys()].map((n) => `${token.slice(0, -2)}${n + 10}`)
    for (const guess of guesses) {
      await expect(checkLink(here, { token: guess })).rejects.toMatchObject(dead)
    }
    for (let n = 0; n < 3; n += 1) {
      await expect(checkLink(here, { token })).resolves.toEqual({ email })
    }
    await expect(checkLink(here, { token: '' })).rejects.toMatchObject(dead)
    const locked = { code: 'rate_limited' }
    await expect(checkLink(here, { token })).rejects.toMatchObject(locked)
  })

  it('takes no weak password, and stays usable', async () => {
    const { email } = await person()
    const { token } = await linkFor(email)
    for (const password of ['short', 'password123', email]) {
      const weak = { code: 'invalid', facts: { field: 'password' } }
      await expect(setPassword(visitor(), { token, password })).rejects.toMatchObject(weak)
    }
    await expect(setPassword(visitor(), { token, password: fresh })).resolves.toBeDefined()
  })

  it('leaves nothing of itself in the record or the tables once it was sent', async () => {
    const { email } = await person()
    const { token } = await linkFor(email)
    await setPassword(visitor(), { token, password: fresh })
    await answerWishes()
    const everything = JSON.stringify([
      await world.db.select().from(auditLog),
      await world.db.select().from(mails),
      await world.db.select().from(passwordLinks),
    ])
    expect(everything).not.toContain(token)
    expect(everything).not.toContain(fresh)
  })
})

describe('asking for links', () => {
  it('is limited per address, for known and unknown ones alike', async () => {
    const { email } = await person()
    for (const about of [email, `nobody-${crypto.randomUUID()}@example.test`]) {
      const ask = () => askForLink(visitor(), { email: about, locale: 'en' })
      for (let n = 0; n < perEmail.allowed; n += 1) await ask()
      await expect(ask()).rejects.toMatchObject({ code: 'rate_limited' })
      world.clock.advance(hour)
      await expect(ask()).resolves.toEqual({})
    }
  })

  it('is limited per caller, and a blocked one uses up nobody else’s', async () => {
    const here = visitor()
    const ask = (email: string) => askForLink(here, { email, locale: 'en' })
    for (let n = 0; n < perCaller.allowed; n += 1) await ask(`nobody-${n}-${turn}@example.test`)
    const { email } = await person()
    for (let n = 0; n < perEmail.allowed; n += 1) {
      await expect(ask(email)).rejects.toMatchObject({ code: 'rate_limited' })
    }
    await expect(askForLink(visitor(), { email, locale: 'en' })).resolves.toEqual({})
  })

  it('is refused with words where no mail can be sent, whoever is asked about', async () => {
    await world.db.delete(settings)
    const { email } = await person()
    const way = await readWayBackIn(world.ctx())
    expect(way).toEqual({ byMail: false, supportEmail: null })
    for (const about of [email, 'nobody@example.test']) {
      const asked = askForLink(visitor(), { email: about, locale: 'en' })
      await expect(asked).rejects.toMatchObject({ code: 'precondition' })
    }
  })

  it('is forgotten after a day', async () => {
    await askForLink(visitor(), { email: 'nobody@example.test', locale: 'en' })
    world.clock.advance(24 * hour)
    await forgetOldLinks(world.system())
    expect(await world.db.select().from(passwordLinks)).toHaveLength(1)
    world.clock.advance(hour + 1)
    await forgetOldLinks(world.system())
    expect(await world.db.select().from(passwordLinks)).toEqual([])
  })
})

describe('a one-time link by the operator', () => {
  it('works without mail, once, and is on record without itself', async () => {
    await world.db.delete(settings)
    const { email, userId } = await person()
    const operator = await world.operator()
    const made = await makePasswordLink(world.ctx(operator), { userId })
    const token = new URL(made.link).hash.slice(1)
    await setPassword(visitor(), { token, password: fresh })
    await expect(enter(email, fresh)).resolves.toBeDefined()
    const again = setPassword(visitor(), { token, password: old })
    await expect(again).rejects.toMatchObject(dead)
    const [entry] = await world.db
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.action, 'password.link_made'), eq(auditLog.userId, operator.userId)))
    expect(entry).toMatchObject({ role: 'operator', facts: { userId } })
    expect(JSON.stringify(entry)).not.toContain(token)
  })

  it('leads to the public address where there is one, else to where the operator is', async () => {
    const { userId } = await person()
    const caller = { origin: 'http://10.0.0.5:3000' }
    const ctx = world.ctx(await world.operator(), caller)
    const originOf = async () => new URL((await makePasswordLink(ctx, { userId })).link).origin
    expect(await originOf()).toBe(caller.origin)
    const address = 'https://agents.example.test'
    await updateAddress(ctx, { address, isBehindProxy: false })
    expect(await originOf()).toBe(address)
    await updateAddress(ctx, { address: '', isBehindProxy: false })
  })

  it('is refused to members and strangers, and for people who do not exist', async () => {
    const { userId } = await person()
    for (const ctx of [world.ctx(await world.person()), world.ctx(), world.system()]) {
      await expect(makePasswordLink(ctx, { userId })).rejects.toMatchObject({ code: 'forbidden' })
    }
    const nobody = makePasswordLink(world.ctx(await world.operator()), {
      userId: newId(UserId, 'usr'),
    })
    await expect(nobody).rejects.toMatchObject({ code: 'not_found' })
  })
})
