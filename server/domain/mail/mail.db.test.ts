import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { auditLog } from '@/drizzle/schema/audit'
import { mails } from '@/drizzle/schema/mails'
import { settings } from '@/drizzle/schema/settings'
import { MailId, newMailId } from '@/server/core/ids'
import { signUp } from '@/server/domain/accounts'
import { updateAddress, updateBrand } from '@/server/domain/brand'
import { emptyBrand } from '@/server/domain/brand/input'
import type { Ctx } from '@/server/domain/ctx'
import { realMail } from '@/server/gateways/mail/real-mail'
import { resendAccess } from '@/server/gateways/mail/resend-mail'
import { smtpLimits } from '@/server/gateways/mail/smtp-mail'
import { startTestSmtp } from '@/server/testing/test-smtp'
import { useWorld } from '@/server/testing/world'
import {
  countUnsent,
  dropMail,
  getMail,
  readMail,
  readOutbox,
  retryMail,
  saveMail,
  sendMail,
  sweepMails,
  testMail,
} from '.'
import type { MailSettingsInput } from './input'

const world = useWorld()
const canary = 'canary-limpet-pass'
const relay = {
  kind: 'smtp',
  senderName: 'Tidewater',
  senderAddress: 'hello@tidewater.test',
  host: 'relay.example.test',
  port: 587,
  security: 'starttls',
  user: 'tide',
  password: canary,
} as const satisfies MailSettingsInput
const minute = 60_000

beforeEach(async () => {
  await world.db.delete(mails)
  await world.db.delete(settings)
  world.mail.answer = () => ({ outcome: 'accepted', sentence: 'Taken.' })
})
const operator = async () => world.ctx(await world.operator())

/** Somebody new, with mail set up: their welcome waits. */
async function welcomed(input: MailSettingsInput = relay) {
  const ctx = await operator()
  await saveMail(ctx, input)
  const email = `kim-${crypto.randomUUID()}@example.test`
  const form = { name: 'Kim', email, password: 'tide kelp limpet' }
  const caller = { address: crypto.randomUUID() }
  await signUp(world.ctx(undefined, caller), { ...form, locale: 'de' })
  const [row] = await world.db.select().from(mails).where(eq(mails.recipient, email))
  if (row === undefined) throw new Error('no welcome was written')
  const mailId = MailId.parse(row.id)
  const state = async () => {
    const [now] = await world.db.select().from(mails).where(eq(mails.id, mailId))
    return now
  }
  return { ctx, email, mailId, state, send: () => sendMail(world.system(), { mailId }) }
}

describe('the mail settings', () => {
  it('are kept without their secret in sight, and given again without it', async () => {
    const ctx = await operator()
    expect((await getMail(ctx)).settings).toEqual({ kind: 'none' })
    const saved = await saveMail(ctx, relay)
    expect(saved).toEqual(await getMail(ctx))
    const { password, ...shown } = relay
    expect(saved.settings).toEqual({ ...shown, hasPassword: true })
    expect(saved.linkAddress).toBe('http://rockpool.test')
    expect(JSON.stringify(await world.db.select().from(settings))).not.toContain(password)
  })

  it('lead people to the site’s public address, once it has one', async () => {
    const ctx = await operator()
    await saveMail(ctx, relay)
    const address = 'https://agents.example.test'
    await updateAddress(ctx, { address, isBehindProxy: false })
    expect((await getMail(ctx)).linkAddress).toBe(address)
    await updateAddress(ctx, { address: '', isBehindProxy: false })
    expect((await getMail(ctx)).linkAddress).toBe('http://rockpool.test')
  })

  it('keep the stored password for exactly the place it was entered for', async () => {
    const ctx = await operator()
    await saveMail(ctx, relay)
    await saveMail(ctx, { ...relay, senderName: 'Low Tide', password: null })
    const elsewhere = [
      { host: 'thief.example.test' },
      { port: 25 },
      { security: 'none' as const },
      { user: 'other' },
    ]
    for (const change of elsewhere) {
      const moved = { ...relay, ...change, password: null }
      const refusal = { code: 'invalid', facts: { field: 'password' } }
      await expect(saveMail(ctx, moved)).rejects.toMatchObject(refusal)
      const test = testMail(ctx, { settings: moved, to: 'kim@example.test' })
      await expect(test).rejects.toMatchObject(refusal)
    }
    expect(await getMail(ctx)).toMatchObject({ settings: { senderName: 'Low Tide' } })
  })

  it('can be undone: nothing is written any more, and what waited is given up', async () => {
    const { ctx, state } = await welcomed()
    await saveMail(ctx, { kind: 'none' })
    expect(await state()).toMatchObject({ state: 'dropped', sealedFacts: null })
    await signUp(world.ctx(undefined, { address: crypto.randomUUID() }), {
      name: 'Kim',
      email: `kim-${crypto.randomUUID()}@example.test`,
      password: 'tide kelp limpet',
    })
    expect(await world.db.select().from(mails)).toHaveLength(1)
    expect(await countUnsent(world.db)).toBe(0)
  })

  it('are refused to members, strangers and jobs, with everything around them', async () => {
    const mailId = newMailId()
    for (const ctx of [world.ctx(await world.person()), world.ctx(), world.system()]) {
      const refusal = { code: 'forbidden' }
      await expect(getMail(ctx)).rejects.toMatchObject(refusal)
      await expect(saveMail(ctx, relay)).rejects.toMatchObject(refusal)
      const test = testMail(ctx, { settings: relay, to: 'kim@example.test' })
      await expect(test).rejects.toMatchObject(refusal)
      await expect(readOutbox(ctx)).rejects.toMatchObject(refusal)
      for (const act of [readMail, retryMail, dropMail]) {
        await expect(act(ctx, { mailId })).rejects.toMatchObject(refusal)
      }
    }
  })
})

describe('a test message', () => {
  it('goes by what is in the form, before it is saved, and stores nothing', async () => {
    const ctx = await operator()
    const asked = { settings: relay, to: 'olga@example.test' }
    expect(await testMail(ctx, asked)).toEqual({ ok: true, sentence: 'Taken.' })
    expect(world.mail.tries.at(-1)).toMatchObject({
      route: { kind: 'smtp', host: relay.host, login: { user: 'tide' } },
      message: { to: { address: 'olga@example.test' }, subject: 'A test message from Tidewater' },
    })
    expect((await getMail(ctx)).settings).toEqual({ kind: 'none' })
    expect(await world.db.select().from(mails)).toEqual([])
  })

  it('tells in words why it did not work', async () => {
    world.mail.answer = () => ({ outcome: 'later', sentence: 'Nothing answers there.' })
    const test = await testMail(await operator(), { settings: relay, to: 'olga@example.test' })
    expect(test).toEqual({ ok: false, sentence: 'Nothing answers there.' })
  })

  it('needs a way to send', async () => {
    const test = testMail(await operator(), { settings: { kind: 'none' }, to: 'a@example.test' })
    await expect(test).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('a letter', () => {
  it('is written with its cause, or not at all', async () => {
    const { email } = await welcomed()
    const again = signUp(world.ctx(undefined, { address: crypto.randomUUID() }), {
      name: 'Kim',
      email,
      password: 'tide kelp limpet',
    })
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
    expect(await world.db.select().from(mails)).toHaveLength(1)
  })

  it('is sent once, in its language, and then holds no link any more', async () => {
    const { email, mailId, send, state } = await welcomed()
    expect(await world.waitingJobs('mails.send')).toContainEqual({ mailId })
    const before = world.mail.taken.length
    await Promise.all([send(), send(), send()])
    await send()
    expect(world.mail.taken.slice(before)).toMatchObject([
      {
        id: mailId,
        from: { name: 'Tidewater', address: 'hello@tidewater.test' },
        to: { address: email },
        subject: 'Willkommen bei Tidewater',
        text: expect.stringContaining('http://rockpool.test/chat'),
        html: expect.stringContaining('href="http://rockpool.test/chat"'),
      },
    ])
    expect(await state()).toMatchObject({ state: 'sent', sealedFacts: null, tries: 1 })
  })

  it('calls the site what the operator calls it, and comes from the mailbox by its own name', async () => {
    const { ctx, send } = await welcomed()
    await updateBrand(ctx, { ...emptyBrand, name: 'Low Tide Agents' })
    await send()
    expect(world.mail.taken.at(-1)).toMatchObject({
      from: { name: 'Tidewater' },
      subject: 'Willkommen bei Low Tide Agents',
      html: expect.stringMatching(/font-weight:700">Low Tide Agents</),
    })
    await testMail(ctx, { settings: relay, to: 'olga@example.test' })
    expect(world.mail.taken.at(-1)?.subject).toBe('A test message from Low Tide Agents')
  })

  it('is tried later and later, then given up, told to the operator, and can be sent again', async () => {
    const { ctx, mailId, send, state } = await welcomed()
    world.mail.answer = () => ({ outcome: 'later', sentence: 'Nothing answers there.' })
    const pauses: number[] = []
    for (;;) {
      await send()
      const row = await state()
      if (row?.dueAt === null || row === undefined) break
      pauses.push((row.dueAt.getTime() - world.clock.now().getTime()) / minute)
      await send()
      expect((await state())?.tries).toBe(pauses.length)
      world.clock.advance(row.dueAt.getTime() - world.clock.now().getTime())
    }
    expect(pauses).toEqual([1, 5, 20, 60, 180])
    expect(await countUnsent(world.db)).toBe(1)
    expect((await readOutbox(ctx)).unsent).toMatchObject([
      { id: mailId, kind: 'welcome', problem: 'Nothing answers there.', canRetry: true },
    ])
    world.mail.answer = () => ({ outcome: 'accepted', sentence: 'Taken.' })
    const retry = () => retryMail(ctx, { mailId })
    expect(await world.jobsAskedBy('mails.send', retry)).toEqual([{ mailId }])
    await send()
    expect(await state()).toMatchObject({ state: 'sent', problem: null })
    await expect(retryMail(ctx, { mailId })).rejects.toMatchObject({ code: 'conflict' })
    expect(await countUnsent(world.db)).toBe(0)
  })

  it('that is refused is not tried again, and can be set aside', async () => {
    const { ctx, mailId, send, state } = await welcomed()
    world.mail.answer = () => ({ outcome: 'refused', sentence: 'No such person.' })
    await send()
    expect(await state()).toMatchObject({ state: 'failed', problem: 'No such person.' })
    await dropMail(ctx, { mailId })
    expect(await state()).toMatchObject({ state: 'dropped', sealedFacts: null })
    expect(await countUnsent(world.db)).toBe(0)
    await expect(dropMail(ctx, { mailId })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('whose sender died in the middle is uncertain, and never sent twice by itself', async () => {
    const { ctx, mailId, send, state } = await welcomed()
    world.mail.answer = () => Promise.reject(new Error('the process is gone'))
    await expect(send()).rejects.toThrow('the process is gone')
    expect(await state()).toMatchObject({ state: 'sending' })
    await sweepMails(world.system())
    expect(await state()).toMatchObject({ state: 'sending' })
    world.clock.advance(3 * minute)
    await sweepMails(world.system())
    expect(await state()).toMatchObject({ state: 'uncertain' })
    const before = world.mail.tries.length
    await send()
    expect(world.mail.tries).toHaveLength(before)
    expect((await readOutbox(ctx)).unsent).toMatchObject([{ id: mailId, state: 'uncertain' }])
  })

  it('waits for new settings and goes at once by them', async () => {
    const { ctx, mailId, send, state } = await welcomed()
    world.mail.answer = () => ({ outcome: 'later', sentence: 'Wrong password.' })
    await send()
    expect((await readOutbox(ctx)).late).toMatchObject([{ id: mailId, tries: 1 }])
    await saveMail(ctx, { ...relay, password: 'another one' })
    expect((await state())?.dueAt).toEqual(world.clock.now())
    const sweep = () => sweepMails(world.system())
    expect(await world.jobsAskedBy('mails.send', sweep)).toContainEqual({ mailId })
  })

  it('says so when the key of this installation has changed', async () => {
    const { mailId, state } = await welcomed()
    const vault = {
      ...world.system().vault,
      open: () => {
        throw new Error('another key')
      },
    }
    await sendMail({ ...world.system(), vault }, { mailId })
    expect((await state())?.problem).toMatch(/ROCKPOOL_SECRET_KEY/)
  })

  it('is forgotten after a month, unless it still waits', async () => {
    const { send, state } = await welcomed()
    world.clock.advance(31 * 24 * 60 * minute)
    await sweepMails(world.system())
    expect(await state()).toMatchObject({ state: 'waiting' })
    await send()
    world.clock.advance(31 * 24 * 60 * minute)
    await sweepMails(world.system())
    expect(await state()).toBeUndefined()
  })
})

describe('messages that are kept here', () => {
  const kept = { kind: 'kept', senderName: 'Tidewater', senderAddress: 'a@tidewater.test' } as const

  it('leave for nowhere, and the operator reads them on record', async () => {
    const { ctx, mailId, send } = await welcomed(kept)
    const before = world.mail.tries.length
    await send()
    await testMail(ctx, { settings: kept, to: 'olga@example.test' })
    expect(world.mail.tries).toHaveLength(before)
    const { kept: list } = await readOutbox(ctx)
    expect(list.map(({ kind }) => kind).toSorted()).toEqual(['test', 'welcome'])
    const letter = await readMail(ctx, { mailId })
    expect(letter.text).toContain('http://rockpool.test/chat')
    const read = await world.db.select().from(auditLog).where(eq(auditLog.action, 'mail.read'))
    expect(read).toMatchObject([{ facts: { mailId, kind: 'welcome' } }])
    await updateBrand(ctx, { ...emptyBrand, name: 'Low Tide Agents' })
    expect((await readMail(ctx, { mailId })).subject).toBe('Willkommen bei Low Tide Agents')
    const nobody = readMail(ctx, { mailId: newMailId() })
    await expect(nobody).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the password of the mail server', () => {
  it('reaches that server and nothing else: no log, no record, no row, no sentence', async () => {
    const lines: string[] = []
    const note = (facts: object, words: string) => lines.push(words + JSON.stringify(facts))
    const log = { debug: note, info: note, warn: note, error: note }
    let given: string | undefined
    const server = await startTestSmtp({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth({ password }, _session, done) {
        given = password ?? undefined
        done(new Error(`I do not like ${password}`))
      },
    })
    const mail = realMail({ smtp: smtpLimits, resend: resendAccess })
    const loud = (ctx: Ctx): Ctx => ({ ...ctx, log, mail })
    const there = { host: '127.0.0.1', port: server.port, security: 'none' } as const
    const { ctx, mailId, state } = await welcomed({ ...relay, ...there })
    const input = { ...relay, ...there, password: null }
    const test = await testMail(loud(ctx), { settings: input, to: 'olga@example.test' })
    await sendMail(loud(world.system()), { mailId })
    await server.close()
    expect(given).toBe(canary)
    expect(test).toEqual({
      ok: false,
      sentence: expect.stringMatching(/does not accept this user/),
    })
    expect((await state())?.problem).toMatch(/does not accept this user/)
    const everything = JSON.stringify([
      lines,
      test,
      await readOutbox(ctx),
      await getMail(ctx),
      await world.db.select().from(auditLog),
      await world.db.select().from(mails),
      await world.db.select().from(settings),
    ])
    expect(lines.length).toBeGreaterThan(0)
    for (const shape of [canary, Buffer.from(canary).toString('base64')]) {
      expect(everything).not.toContain(shape)
    }
  })
})
